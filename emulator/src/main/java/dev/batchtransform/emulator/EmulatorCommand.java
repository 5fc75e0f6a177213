package dev.batchtransform.emulator;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The emulator as a program, which runs until it is killed. */
@Command(
    name = "run-emulator",
    description = "A local SageMaker that really runs batch transform jobs and endpoints.")
public final class EmulatorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("UnusedVariable") // Picocli itself acts on it.
  private boolean help;

  @Option(
      names = "--port",
      defaultValue = "4577",
      description = "Port to listen on; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--conf",
      paramLabel = "<key>=<value>",
      description = "A key of Hadoop's, such as fs.s3a.endpoint, or one of those below.")
  private Map<String, String> conf = new TreeMap<>();

  /** Starts the program. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new EmulatorCommand());
    Map<String, String> settings = new TreeMap<>();
    SettingKeys.ALL.forEach(
        key -> settings.put(key.name(), key.doc() + " Default: '" + key.defaultText() + "'"));
    commandLine
        .getHelpSectionMap()
        .put("settings", help -> help.createTextTable(settings).toString());
    commandLine.setHelpSectionKeys(
        Stream.concat(commandLine.getHelpSectionKeys().stream(), Stream.of("settings")).toList());
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    // Closed at the end of the process, however it ends, so that no container outlives it.
    LocalSageMaker sageMaker = start();
    Runtime.getRuntime().addShutdownHook(new Thread(sageMaker::close, "emulator-close"));
    spec.commandLine().getOut().println("listening on " + sageMaker.endpoint());
    spec.commandLine().getOut().flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private LocalSageMaker start() {
    try {
      LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder().port(port);
      conf.forEach(settings::conf);
      return LocalSageMaker.start(settings.build());
    } catch (IllegalArgumentException | IOException failure) {
      throw new ParameterException(
          spec.commandLine(), "Cannot start the emulator: " + failure.getMessage(), failure);
    }
  }
}
