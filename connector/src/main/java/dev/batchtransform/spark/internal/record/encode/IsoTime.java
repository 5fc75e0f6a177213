package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Writes dates and times as {@code to_json} does in UTC: {@code 2026-11-22}, {@code
 * 2026-11-22T10:15:30.123Z} and, without a zone, {@code 2026-11-22T10:15:30.123}. Parts of a second
 * that are finer than the precision are cut off. Not safe for threads.
 */
final class IsoTime {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.US);
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int FIRST_DAY = (int) LocalDate.of(0, 1, 1).toEpochDay();
  private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();

  private final boolean micros;
  private final DateTimeFormatter dateTime;
  private final byte[] text = new byte[27];
  private long dayInText = Long.MIN_VALUE;

  IsoTime(TimestampPrecision precision) {
    this.micros = precision == TimestampPrecision.MICROSECONDS;
    this.dateTime =
        DateTimeFormatter.ofPattern(
                "uuuu-MM-dd'T'HH:mm:ss." + "S".repeat(micros ? 6 : 3), Locale.US)
            .withZone(ZoneOffset.UTC);
  }

  void writeDate(JsonLine json, int day) throws IOException {
    if (hasFourDigitYear(day)) {
      putDay(day);
      json.quoted(text, 0, 10);
    } else {
      json.write(DATE.format(LocalDate.ofEpochDay(day)));
    }
  }

  void writeInstant(JsonLine json, long micros) throws IOException {
    write(json, micros, "Z");
  }

  void writeLocal(JsonLine json, long micros) throws IOException {
    write(json, micros, "");
  }

  private void write(JsonLine json, long sinceEpoch, String zone) throws IOException {
    long day = Math.floorDiv(sinceEpoch, MICROS_PER_DAY);
    if (!hasFourDigitYear(day)) {
      Instant instant = Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
      json.write(dateTime.format(instant) + zone);
      return;
    }
    putDay(day);
    long microsOfDay = Math.floorMod(sinceEpoch, MICROS_PER_DAY);
    putTime((int) (microsOfDay / 1000));
    int length = 23;
    if (micros) {
      int finer = (int) (microsOfDay % 1000);
      text[23] = (byte) ('0' + finer / 100);
      putTwo(24, finer % 100);
      length = 26;
    }
    if (!zone.isEmpty()) {
      text[length++] = (byte) zone.charAt(0);
    }
    json.quoted(text, 0, length);
  }

  private static boolean hasFourDigitYear(long day) {
    return day >= FIRST_DAY && day <= LAST_DAY;
  }

  private void putDay(long day) {
    if (day == dayInText) {
      return;
    }
    LocalDate date = LocalDate.ofEpochDay(day);
    putTwo(0, date.getYear() / 100);
    putTwo(2, date.getYear() % 100);
    text[4] = '-';
    putTwo(5, date.getMonthValue());
    text[7] = '-';
    putTwo(8, date.getDayOfMonth());
    dayInText = day;
  }

  private void putTime(int millisOfDay) {
    text[10] = 'T';
    putTwo(11, millisOfDay / 3_600_000);
    text[13] = ':';
    putTwo(14, millisOfDay / 60_000 % 60);
    text[16] = ':';
    putTwo(17, millisOfDay / 1000 % 60);
    text[19] = '.';
    text[20] = (byte) ('0' + millisOfDay / 100 % 10);
    putTwo(21, millisOfDay % 100);
  }

  private void putTwo(int at, int value) {
    text[at] = (byte) ('0' + value / 10);
    text[at + 1] = (byte) ('0' + value % 10);
  }
}
