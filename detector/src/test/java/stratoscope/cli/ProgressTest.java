package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The progress line's arithmetic, and that nothing of it stays on the screen. */
class ProgressTest {
  @Test
  void line_inTheMiddle_tellsShareRateAndTimeLeft() {
    assertThat(Progress.line(3e8, 1.2e9, 2))
        .isEqualTo("[######..................]  25 %  300.0 MB of 1.2 GB, 150.0 MB/s, 0:06 left");
  }

  @Test
  void line_beforeTheFirstByte_knowsNoTimeLeft() {
    assertThat(Progress.line(0, 1e6, 0.25)).isEqualTo("[........................]   0 %  0 B of 1.0 MB, 0 B/s, ? left");
  }

  @Test
  void line_ofAFileThatGrew_isNotAboveAHundredPercent() {
    assertThat(Progress.line(2e6, 1e6, 1)).isEqualTo("[########################] 100 %  2.0 MB of 1.0 MB, 2.0 MB/s, 0:00 left");
  }

  @Test
  void line_ofAStream_tellsOnlyWhatWasRead() {
    assertThat(Progress.line(5e6, -1, 2)).isEqualTo("5.0 MB read, 2.5 MB/s");
  }

  @Test
  void stop_leavesAnEmptyLine() throws InterruptedException {
    StringWriter screen = new StringWriter();
    Progress progress = new Progress(new PrintWriter(screen), () -> 1, 2);
    Thread.sleep(600);
    progress.stop();
    String shown = screen.toString();
    assertThat(shown).contains("50 %").endsWith("\r\u001B[K").doesNotContain("\n");
    Thread.sleep(300);
    assertThat(screen).as("nothing after the end").hasToString(shown);
  }
}
