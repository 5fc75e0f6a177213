package dev.batchtransform.spark;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a class another program can compile against or link to, as lines of text. */
final class PublicApi {
  private PublicApi() {}

  /** The class itself and its members, one a line; nothing for a class that no user can name. */
  static List<String> linesOf(Class<?> type) {
    if (!isPublic(type)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(head(type));
    Stream.of(
            Arrays.stream(type.getDeclaredFields()).filter(f -> shows(f, type)).map(PublicApi::of),
            Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> shows(c, type))
                .map(Executable::toGenericString),
            Arrays.stream(type.getDeclaredMethods())
                .filter(m -> shows(m, type) && !m.isBridge())
                .map(Method::toGenericString))
        .flatMap(members -> members)
        .sorted()
        .forEach(member -> lines.add("  " + shortened(member, type)));
    return lines;
  }

  private static boolean isPublic(Class<?> type) {
    boolean seen =
        Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
    Class<?> outer = type.getDeclaringClass();
    return seen && (outer == null || isPublic(outer));
  }

  private static boolean shows(Member member, Class<?> type) {
    boolean inherited =
        Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
    return !member.isSynthetic() && (Modifier.isPublic(member.getModifiers()) || inherited);
  }

  private static String head(Class<?> type) {
    StringBuilder head = new StringBuilder(type.toGenericString());
    if (type.isRecord()) {
      head.append(
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::toString)
              .collect(Collectors.joining(", ", "(", ")")));
    }
    Type parent = type.getGenericSuperclass();
    if (parent != null && parent != Object.class) {
      head.append(" extends ").append(parent.getTypeName());
    }
    if (type.getInterfaces().length > 0) {
      head.append(
          Arrays.stream(type.getGenericInterfaces())
              .map(Type::getTypeName)
              .collect(Collectors.joining(", ", " implements ", "")));
    }
    return head.toString();
  }

  /** Compilers copy a constant's value into the program that uses it. */
  private static String of(Field field) {
    boolean constant =
        Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
    boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
    try {
      return field.toGenericString() + (constant && copied ? " = " + field.get(null) : "");
    } catch (IllegalAccessException hidden) {
      return field.toGenericString();
    }
  }

  private static String shortened(String member, Class<?> type) {
    return member
        .replace(type.getTypeName() + ".", "")
        .replace("java.lang.", "")
        .replace("synchronized ", "");
  }
}
