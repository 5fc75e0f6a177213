package dev.batchtransform.spark.it.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/** The texts in a class file's constant pool: names, descriptors, string literals. */
final class Constants {

  private static final int TAG_UTF8 = 1;

  private Constants() {}

  static List<String> textsOf(ClassReader type) {
    List<String> texts = new ArrayList<>();
    for (int item = 1; item < type.getItemCount(); item++) {
      int offset = type.getItem(item);
      // The second slot of a long or double constant has no offset.
      if (offset > 0 && type.readByte(offset - 1) == TAG_UTF8) {
        texts.add(text(type, offset));
      }
    }
    return texts;
  }

  private static String text(ClassReader type, int offset) {
    byte[] bytes = new byte[type.readUnsignedShort(offset)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) type.readByte(offset + 2 + i);
    }
    return new String(bytes, UTF_8);
  }
}
