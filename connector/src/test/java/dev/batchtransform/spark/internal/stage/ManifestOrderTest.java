package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.stage.ManifestOrder.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManifestOrderTest {

  private static List<Group> staged(int tasks, long... recordsOfATask) {
    List<Group> groups = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      for (long records : recordsOfATask) {
        String name = FilePlan.name("part-" + task + "-w-" + task, groups.size());
        StagedFile file = new StagedFile(name, records, records, 100 * records, 0);
        groups.add(new Group(file, List.of(file)));
      }
    }
    return groups;
  }

  private static double[] records(List<StagedFile> files) {
    return files.stream().mapToDouble(StagedFile::records).toArray();
  }

  @Test
  void tasksThatEachLeaveALargeAndASmallFileDoNotLeaveHalfOfTheInstancesTheSmallOnes() {
    List<Group> groups = staged(200, 32_000, 1_000);

    for (int instances : new int[] {2, 8, 16}) {
      double[] inOrder = records(ManifestOrder.of(groups, instances));

      assertThat(Makespan.inTurn(inOrder, instances)).isLessThanOrEqualTo(1.05);
      assertThat(Makespan.freeFirst(inOrder, instances)).isLessThanOrEqualTo(1.05);
    }
  }

  @Test
  void whoeverHasAFileOfTheLastRoundComesFirstInEach() {
    List<StagedFile> order = ManifestOrder.of(staged(1, 3, 3, 3, 3, 1), 2);

    assertThat(records(order)).containsExactly(3, 3, 3, 3, 1);
    assertThat(Makespan.inTurn(records(order), 2)).isEqualTo(14.0 / 13);
  }

  @Test
  void neighboursInTheDataGoToDifferentInstances() {
    List<StagedFile> order = ManifestOrder.of(staged(8, 100, 100, 100, 100), 4);

    for (int instance = 0; instance < 4; instance++) {
      int mine = instance;
      assertThat(
              IntStream.range(0, order.size())
                  .filter(at -> at % 4 == mine)
                  .mapToObj(at -> FilePlan.attempt(order.get(at).name())))
          .as("an instance has a file of each task")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void fewerFilesThanInstancesStayAsTheyAre() {
    List<Group> groups = staged(3, 1);

    assertThat(ManifestOrder.of(groups, 4)).isEqualTo(groups.stream().map(Group::staged).toList());
  }
}
