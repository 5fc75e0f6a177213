package dev.batchtransform.spark.internal.claim;

import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.Interrupts;
import dev.batchtransform.spark.internal.stage.RawFiles;
import dev.batchtransform.spark.internal.stage.Uninterrupted;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claim files of one run, one per driver. */
final class ClaimFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimFolder.class);
  private static final String CLAIM = ".json";

  /** Ends the name of the file beside a claim that asks its driver to stop. */
  private static final String STOP = ".stop";

  /** Ends the name of the file that tells a driver that its claim was taken away. */
  private static final String TAKEN = ".taken";

  /** For how long a driver that sleeps can still be told so. */
  private static final Duration TOLD = Duration.ofDays(7);

  private final Path folder;
  private final FileSystem fileSystem;

  /**
   * @param written when the store says that the file was written
   */
  record ClaimFile(String name, Instant written) {}

  /** Whoever leaves last removes the folder, which others may be about to write to. */
  private static final int TRIES = 5;

  ClaimFolder(Path folder, Configuration hadoop) throws IOException {
    this.folder = folder;
    this.fileSystem = RawFiles.of(folder, hadoop);
  }

  /**
   * Writes or renews a claim, in place: one that cannot be read stands until it is old, and a
   * driver that is killed here leaves no half-made file beside it.
   */
  void write(String name, Claimant claimant) throws IOException {
    byte[] json = claimant.json();
    for (int attempt = 1; ; attempt++) {
      try {
        put(name, json);
        return;
      } catch (FileNotFoundException | FileSystemException folderJustRemoved) {
        if (attempt == TRIES) {
          throw folderJustRemoved;
        }
      }
    }
  }

  private void put(String name, byte[] json) throws IOException {
    Uninterrupted.run(
        () -> {
          try (OutputStream out = RawFiles.create(fileSystem, path(name))) {
            out.write(json);
          }
        });
  }

  boolean exists(String name) throws IOException {
    return fileSystem.exists(path(name));
  }

  /**
   * Deletes a claim that looks dead. Its driver may only be suspended, perhaps just before it
   * renews the claim, which makes it again: so word is left for that driver first.
   */
  void takeAway(String name) throws IOException {
    put(name + TAKEN, new byte[0]);
    Discard.quietly(fileSystem, path(name), false);
    Discard.quietly(fileSystem, path(name + STOP), false);
  }

  /** Whether the claim was taken away, even if its driver has made it again since. */
  boolean wasTaken(String name) throws IOException {
    return exists(name + TAKEN);
  }

  /** Deletes the claim of a driver that knows now that it was taken away. */
  void deleteTaken(String name) {
    Discard.quietly(fileSystem, path(name + TAKEN), false);
    delete(name);
  }

  /** A name that no other claim has. */
  static String newName() {
    return UUID.randomUUID() + CLAIM;
  }

  /** Asks the driver that has made the claim to stop. Leaves nothing when the claim is gone. */
  void askToStop(String name) throws IOException {
    put(name + STOP, new byte[0]);
    if (!exists(name)) {
      delete(name);
    }
  }

  boolean isAskedToStop(String name) throws IOException {
    return exists(name + STOP);
  }

  /** All claims. */
  List<ClaimFile> list() throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(folder))
          .map(ClaimFolder::file)
          .filter(file -> file.name().endsWith(CLAIM))
          .toList();
    } catch (FileNotFoundException none) {
      return List.of();
    }
  }

  /** Who made a claim; empty when that cannot be read, or not any more. */
  Optional<Claimant> read(String name) {
    try (InputStream in = fileSystem.open(path(name))) {
      return Optional.of(Claimant.read(in.readAllBytes()));
    } catch (IOException unreadable) {
      Interrupts.keep(unreadable);
      LOG.debug("Cannot read claim {}: {}", path(name), unreadable.toString());
      return Optional.empty();
    }
  }

  /**
   * Deletes a claim, and the folders when no other is there, even in a thread that was interrupted.
   * Never throws.
   */
  void delete(String name) {
    try {
      Uninterrupted.run(
          () -> {
            Discard.quietly(fileSystem, path(name), false);
            Discard.quietly(fileSystem, path(name + STOP), false);
            removeIfForgotten();
            removeIfEmpty(fileSystem, folder.getParent());
          });
    } catch (IOException failure) {
      LOG.debug("Claim {} stays: {}", path(name), failure.toString());
    }
  }

  /** Deletes what nobody is to be told any more, and the folder when nothing else is there. */
  void removeIfForgotten() {
    removeIfEmpty(fileSystem, folder);
  }

  /** As {@link #removeIfForgotten}, of any folder. Never throws. */
  static void removeIfEmpty(FileSystem fileSystem, Path path) {
    try {
      int staying = 0;
      for (FileStatus left : fileSystem.listStatus(path)) {
        if (isForgotten(left)) {
          Discard.quietly(fileSystem, left.getPath(), false);
        } else {
          staying++;
        }
      }
      if (staying == 0) {
        fileSystem.delete(path, false);
      }
    } catch (IOException inUse) {
      LOG.debug("{} stays: {}", path, inUse.toString());
    }
  }

  private static boolean isForgotten(FileStatus left) {
    Instant written = Instant.ofEpochMilli(left.getModificationTime());
    return left.getPath().getName().endsWith(TAKEN) && written.plus(TOLD).isBefore(Instant.now());
  }

  private Path path(String name) {
    return new Path(folder, name);
  }

  private static ClaimFile file(FileStatus status) {
    return new ClaimFile(
        status.getPath().getName(), Instant.ofEpochMilli(status.getModificationTime()));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
