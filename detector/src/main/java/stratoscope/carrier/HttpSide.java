package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between requests and responses. Each is one of Netty's decoders, driven step by step from outside a pipeline: inside one it
 * would read on behind a message's end, where after a CONNECT or an upgrade something else begins.
 */
interface HttpSide {
  /** Reads a step further; what comes out is the caller's to release. Malformed input comes out as an object that says so. */
  void read(ByteBuf in, List<Object> out);

  /** True if the body of this message ends only with the connection. */
  boolean isEndless(HttpMessage message);

  void onHead(HttpHead head);

  /** Who reads behind a whole message; null if it is followed by the next one. */
  @Nullable Stage after(HttpHead head);

  /** Lets go of the decoder's working memory. */
  void close();

  /** Nobody is to be protected from what is read here, so names and values are taken as they are. */
  static HttpDecoderConfig config(CarrierOptions options) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(options.maxHeadBytes())
        .setMaxHeaderSize(options.maxHeadBytes())
        .setMaxChunkSize(options.maxBodyBytes())
        .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false))
        .setTrailersFactory(DefaultHttpHeadersFactory.trailersFactory().withValidation(false))
        .setAllowDuplicateContentLengths(true)
        .setStrictLineParsing(false);
  }
}
