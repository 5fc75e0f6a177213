package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.ExecModel;
import dev.batchtransform.engine.HttpModel;
import dev.batchtransform.engine.ModelUnavailableException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.model.LocalModel;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The models that the option {@code localModel} can name. */
final class LocalModels {

  private static final String CLASS = "class:";
  private static final String EXEC = "exec:";

  private LocalModels() {}

  /**
   * The model in this process, or this process's way to it.
   *
   * @param spec names it
   * @throws InvalidOptionException when the option names none
   * @throws ModelUnavailableException when it is an endpoint that this process cannot call
   */
  static LocalModel open(LocalEngineSpec spec) throws ModelUnavailableException {
    if (spec.endpoint() != null) {
      return EndpointModel.open(spec.endpoint());
    }
    String localModel = spec.model();
    if (localModel.startsWith(EXEC)) {
      return new ExecModel(
          localModel.substring(EXEC.length()), spec.environment(), spec.startTimeout());
    }
    return localModel.startsWith(CLASS)
        ? instance(constructor(localModel.substring(CLASS.length())))
        : http(localModel);
  }

  /**
   * Checks that there is such a model without loading its weights: a class is not instantiated, a
   * server is pinged until it is healthy.
   *
   * @throws InvalidOptionException when there is none, or it is not healthy in that time
   */
  static void check(String localModel, Duration timeout) throws InterruptedException {
    if (localModel.startsWith(CLASS)) {
      constructor(localModel.substring(CLASS.length()));
      return;
    }
    if (localModel.startsWith(EXEC)) {
      // Only an executor process can tell whether it starts there.
      return;
    }
    try (HttpModel model = http(localModel)) {
      model.awaitReady(timeout);
    } catch (HttpTimeoutException failure) {
      throw new InvalidOptionException("Option 'localModel': " + failure.getMessage());
    }
  }

  private static HttpModel http(String localModel) {
    try {
      return new HttpModel(new URI(localModel));
    } catch (URISyntaxException | IllegalArgumentException failure) {
      // The address is not shown: it may hold a password.
      throw new InvalidOptionException(
          "Cannot use option 'localModel' because its value is neither an address nor a class. Write"
              + " http://host:port, https://host:port, endpoint:<name> or class:<name>.");
    }
  }

  private static Constructor<? extends LocalModel> constructor(String className) {
    try {
      Class<?> named = Class.forName(className, false, loader());
      Class<? extends LocalModel> model = named.asSubclass(LocalModel.class);
      if (Modifier.isAbstract(model.getModifiers()) || !Modifier.isPublic(model.getModifiers())) {
        throw refused(className, "it is abstract or not public");
      }
      return model.getConstructor();
    } catch (ClassNotFoundException failure) {
      throw refused(className, "it is not on the class path");
    } catch (ClassCastException failure) {
      throw refused(className, "it does not implement " + LocalModel.class.getName());
    } catch (NoSuchMethodException failure) {
      throw refused(className, "it has no public constructor without parameters");
    }
  }

  /** The loader that knows the user's jars, wherever Spark put them. */
  static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? LocalModels.class.getClassLoader() : context;
  }

  private static LocalModel instance(Constructor<? extends LocalModel> constructor) {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException failure) {
      throw new InvalidOptionException(
          "Cannot load the model "
              + constructor.getDeclaringClass().getName()
              + " because its constructor threw "
              + failure.getCause(),
          failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new InvalidOptionException(
          "Cannot load the model " + constructor.getDeclaringClass().getName(), failure);
    }
  }

  private static InvalidOptionException refused(String className, String why) {
    return new InvalidOptionException(
        "Cannot use localModel 'class:"
            + className
            + "' because "
            + why
            + ". Name a public class with a public constructor without parameters that implements"
            + " LocalModel and is in a jar of the session.");
  }
}
