package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;

/** Models and their power, with the shipped table. */
class HardwareTest {
  private static final Hashrate RATE = new Hashrate(100e12, 80e12, 120e12, "shares");
  private static final long NOVEMBER_2023 = micros("2023-11-14T22:13:20Z");

  private static Hardware hardware = Hardware.NONE;

  @BeforeAll
  static void read() throws RuleFileException {
    hardware = RuleFiles.load(null).hardware();
  }

  private static long micros(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    "Antminer S19, Antminer S19", "Antminer S19 Pro, Antminer S19 Pro", "antminer s19 95T, Antminer S19", "ANTMINER S19j Pro 104TH, "
        + "Antminer S19j Pro",
    "Antminer S19k, null", "Antminer S19 Hydro, null", "Whatsminer M30S++, Whatsminer M30S++", "Whatsminer M30S+, null",
    "bitaxe BM1366, null", "null, null"})
  void device_isFoundByItsWholeName(String said, String name) {
    Hardware.Device device = hardware.device(said);
    assertThat(device == null ? null : device.name()).isEqualTo(name);
  }

  @Test
  void power_ofAModel_isItsOwn() {
    Power power = hardware.powerOf(RATE, "sha256d", "asic", "Antminer S19", NOVEMBER_2023, 3600);
    assertThat(power.lowWatts()).isCloseTo(80 * 30 * 0.95, within(1e-6));
    assertThat(power.highWatts()).isCloseTo(120 * 34 * 1.05, within(1e-6));
    assertThat(power.lowKwh()).isCloseTo(80 * 30 * 0.95 / 1000, within(1e-9));
    assertThat(power.assumes()).isEqualTo("Antminer S19: 28.5-35.7 J/TH");
  }

  @Test
  void power_ofAnyAsic_isThatOfThoseSoldByThen() {
    Power then = hardware.powerOf(RATE, "sha256d", "asic", null, micros("2018-08-01T00:00:00Z"), 1);
    assertThat(then.assumes()).as("of 2018 only the S9, and the mean of all").isEqualTo("any asic for sha256d of its time: 87.5-103 J/TH");
    Power later = hardware.powerOf(RATE, "sha256d", "asic", null, NOVEMBER_2023, 1);
    assertThat(later.assumes()).isEqualTo("any asic for sha256d of its time: 18.9-103 J/TH");
  }

  @Test
  void power_ofAnUnknownAlgorithmOrModel_isUnknown() {
    assertThat(hardware.powerOf(RATE, "verushash", "cpu", null, NOVEMBER_2023, 1)).isNull();
    assertThat(hardware.powerOf(RATE, "randomx", "cpu", null, micros("2016-01-01T00:00:00Z"), 1)).as("before any was sold").isNull();
    assertThat(hardware.powerOf(RATE, null, "asic", null, NOVEMBER_2023, 1)).isNull();
    assertThat(hardware.powerOf("Antminer S19", 1)).as("no watts in the table").isNull();
    assertThat(hardware.powerOf("Antminer S21", 7200).highKwh()).isCloseTo(3.5 * 1.05 * 2, within(1e-9));
  }

  @Test
  void power_beforeAnythingWasSold_isTheMeanHalvedAndDoubled() {
    Power power = hardware.powerOf(RATE, "sha256d", null, null, micros("2012-01-01T00:00:00Z"), 1);
    assertThat(power.assumes()).isEqualTo("any hardware for sha256d of its time: 44.5-178 J/TH");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    // class, model, algorithm, H/s, watts at least and at most
    "cpu, null, randomx, 10000, 53, 593",
    "cpu, Ryzen 7 1700, randomx, 4100, 54, 158.4",
    "asic, null, scrypt, 9.5e9, 3254, 15833",
    "asic, Antminer L7, scrypt, 9.5e9, 3254, 3596",
    "asic, Antminer Z15, equihash, 420e3, 1435, 1585",
    "asic, Antminer E9 Pro, etchash, 3.68e9, 2090, 2310",
    "asic, null, ethash, 3e9, 1704, 14000",
    "gpu, null, randomx, 1000, 130, 226"})
  void power_ofOtherAlgorithms_liesBetween(String deviceClass, String model, String algorithm, double rate, double low, double high) {
    Power power = hardware.powerOf(new Hashrate(rate, rate, rate, "shares"), algorithm, deviceClass, model, NOVEMBER_2023, 1);
    assertThat(power.lowWatts()).isCloseTo(low, withinPercentage(1));
    assertThat(power.highWatts()).isCloseTo(high, withinPercentage(1));
    assertThat(power.assumes().endsWith("(estimated)")).as(power.assumes()).isEqualTo("cpu".equals(deviceClass));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    "cpu, null, sha256d, 100e12", "browser, null, sha256d, 1e12", "browser, null, randomx, 2e5", "cpu, null, randomx, 5e6",
    "cpu, null, scrypt, 9.5e9", "gpu, null, sha256d, 100e12", "gpu, null, scrypt, 17e9", "cpu, null, equihash, 420e3",
    "gpu, null, equihash, 420e3", "cpu, null, kheavyhash, 20e12", "gpu, null, kheavyhash, 20e12", "gpu, null, etchash, 3e10",
    "asic, Antminer S19 Pro, sha256d, 500e12", "asic, null, sha256d, 1e17"})
  void contradiction_ofSharesBeyondClassOrModel_isShown(String deviceClass, String model, String algorithm, double rate) {
    assertThat(hardware.contradiction(deviceClass, model, algorithm, rate)).contains(" H/s of " + algorithm);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    "cpu, null, randomx, 50e3", "gpu, null, ethash, 2e9", "asic, null, sha256d, 400e12", "asic, Antminer S19 Pro, sha256d, 130e12",
    "asic, Antminer S21, scrypt, 1e9", "proxy, null, sha256d, 4e15", "null, null, null, 1e20"})
  void contradiction_ofWhatMayBe_isNone(String deviceClass, String model, String algorithm, double rate) {
    assertThat(hardware.contradiction(deviceClass, model, algorithm, rate)).isNull();
  }

  @Test
  void contradiction_isShown_whereSharesAreBeyondTheClass() {
    assertThat(hardware.contradiction("cpu", null, "sha256d", 100e12)).isEqualTo("agent of class cpu, but its shares are worth 1e14 H/s of "
        + "sha256d, more than the 1e10 H/s that any of that class can do");
    assertThat(hardware.contradiction("asic", null, "sha256d", 100e12)).isNull();
    assertThat(hardware.contradiction(null, null, "sha256d", 1e21))
        .isEqualTo("its shares are worth 1e21 H/s of sha256d, more than any one machine can do: found by chance, or by many");
    assertThat(hardware.contradiction("cpu", null, "randomx", 1e4)).isNull();
    assertThat(hardware.classOf("sha256d", 1e13)).isEqualTo("asic");
    assertThat(hardware.classOf("sha256d", 1e9)).isNull();
    assertThat(hardware.classOf("randomx", 1e13)).isNull();
  }
}
