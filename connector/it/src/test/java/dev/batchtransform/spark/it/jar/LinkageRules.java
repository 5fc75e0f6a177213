package dev.batchtransform.spark.it.jar;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What a class must not call or declare if it is to run on Scala 2.12 and 2.13, and on Spark 3.5
 * and 4. A Scala collection is another class in 2.13 than in 2.12, so a method whose descriptor has
 * one is not found there; {@code org.apache.spark.sql.classic} exists in Spark 4 only, and classes
 * of ours among Spark's would see what no version promises to keep.
 */
final class LinkageRules {

  private static final Pattern FORBIDDEN_OWNER =
      Pattern.compile(
          "scala/collection/(JavaConver(ters|sions)|Seq|Map|Iterable|immutable/(?!Map$)|mutable).*"
              + "|scala/(Predef|jdk/).*"
              + "|org/apache/spark/sql/classic/.*");

  /** Two types are the same in both: an immutable map, which old tables get, and an iterator. */
  private static final Pattern FORBIDDEN_IN_DESCRIPTOR =
      Pattern.compile(
          "scala/collection/(?!immutable/Map;|Iterator;)|scala/jdk/|org/apache/spark/sql/classic/");

  private LinkageRules() {}

  /** Each broken rule as one line; empty when the class keeps all. */
  static Set<String> violations(ClassReader type) {
    Set<String> found = new TreeSet<>();
    if (type.getClassName().startsWith("org/apache/spark/")) {
      found.add(type.getClassName() + " is in a package of Spark's");
    }
    type.accept(new Types(type.getClassName(), found), ClassReader.SKIP_DEBUG);
    return found;
  }

  /** Looks at what a class declares. */
  private static final class Types extends ClassVisitor {
    private final String name;
    private final Set<String> found;

    Types(String name, Set<String> found) {
      super(Opcodes.ASM9);
      this.name = name;
      this.found = found;
    }

    @Override
    public FieldVisitor visitField(
        int access, String field, String descriptor, String signature, Object value) {
      check(name + " declares " + field, "", descriptor, found);
      return super.visitField(access, field, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      check(name + " declares " + method, "", descriptor, found);
      return new Calls(name + "." + method, found);
    }
  }

  /** Looks at what a method calls. */
  private static final class Calls extends MethodVisitor {
    private final String caller;
    private final Set<String> found;

    Calls(String caller, Set<String> found) {
      super(Opcodes.ASM9);
      this.caller = caller;
      this.found = found;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      check(caller + " uses " + type, type, "", found);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
      check(caller + " reads " + owner + "." + field, owner, descriptor, found);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      check(caller + " calls " + owner + "." + method, owner, descriptor, found);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String descriptor, Handle bootstrap, Object... arguments) {
      check(caller + " makes a " + method, "", descriptor, found);
      Arrays.stream(arguments).forEach(this::constant);
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    private void constant(Object value) {
      if (value instanceof Handle handle) {
        check(
            caller + " refers to " + handle.getOwner() + "." + handle.getName(),
            handle.getOwner(),
            handle.getDesc(),
            found);
      } else if (value instanceof Type type) {
        check(caller + " refers to " + type, "", type.getDescriptor(), found);
      } else if (value instanceof ConstantDynamic dynamic) {
        List.of(dynamic.getBootstrapMethod()).forEach(this::constant);
      }
    }
  }

  private static void check(String what, String owner, String descriptor, Set<String> found) {
    if (FORBIDDEN_OWNER.matcher(owner).matches()
        || FORBIDDEN_IN_DESCRIPTOR.matcher(descriptor).find()) {
      found.add(what + " " + descriptor);
    }
  }
}
