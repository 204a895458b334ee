package stratoscope.capture;

/** A source made of files, which knows how far it has come. */
public interface CaptureInput extends PacketSource {
  /** Bytes of the files read so far, compressed ones as they are on disk; from any thread. */
  long bytesRead();

  /** Bytes of all files; -1 if one of them has no end in sight. */
  long totalBytes();
}
