package dev.batchtransform.spark.internal.run.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * How several groups of failing files share the waves that are left and the files that a wave can
 * have.
 *
 * @param waves waves that are sent
 * @param ofGroups how the first groups are cut; the others are given up
 * @param cost in records sent
 * @param left records that are expected not to be narrowed down
 */
public record WavePlan(int waves, List<CutPlan> ofGroups, double cost, double left) {
  /**
   * What a wave's start costs, in records that might be sent instead: minutes, in which instances
   * answer some thousand requests.
   */
  private static final double COST_OF_A_WAVE = 2_000;

  /** How many records may be sent for one of those that can all be narrowed down. */
  private static final double ALL = 1_000;

  /** The same where some are left over in any case, and are sent another time. */
  private static final double SOME = 8;

  /**
   * Files of which the same share of bad records is expected.
   *
   * @param suspects the files that have to be cut; their sizes may be none
   * @param whole files beside them that are sent as they are
   */
  public record Group(CutPlan.Failing suspects, long whole) {

    boolean isCut() {
      return !suspects.bySize().isEmpty();
    }

    private CutPlan plan(int waves, double mostFiles, double worth) {
      return isCut() ? CutPlan.of(suspects, waves, mostFiles, worth) : CutPlan.NOTHING;
    }

    private CutPlan givenUp() {
      return isCut() ? CutPlan.givenUp(suspects) : CutPlan.NOTHING;
    }
  }

  /**
   * Plans with as few of the waves as it takes to narrow all down, if the caps let it be done at
   * all. Where they do not, it is better to be done with some of the groups than to send all of
   * them again for nothing.
   *
   * @param waves waves that may be sent; at least 1
   * @param mostFiles most files of one wave
   */
  public static WavePlan of(List<Group> groups, int waves, long mostFiles) {
    Planner planner = new Planner(groups, mostFiles);
    WavePlan all = planner.plan(groups.size(), waves, ALL);
    if (all.left() >= 1) {
      return planner.bestOfSome(waves);
    }
    for (int some = waves - 1; some > 0; some--) {
      WavePlan fewer = planner.plan(groups.size(), some, ALL);
      all = fewer.left() < 1 ? cheaper(all, fewer) : all;
    }
    return all;
  }

  private static WavePlan cheaper(WavePlan one, WavePlan other) {
    return other.cost() < one.cost() ? other : one;
  }

  private record Planner(List<Group> groups, long mostFiles) {

    WavePlan bestOfSome(int waves) {
      WavePlan best = plan(0, waves, SOME);
      for (int first = groups.size(); first > 0; first /= 2) {
        best = cheaper(best, plan(first, waves, SOME));
      }
      return best;
    }

    WavePlan plan(int first, int waves, double worth) {
      List<Group> cut = groups.subList(0, first);
      double whole = cut.stream().mapToLong(Group::whole).sum();
      double files = Math.max(1, mostFiles - whole);
      double records = cut.stream().mapToDouble(group -> group.suspects().records()).sum();
      List<CutPlan> plans = new ArrayList<>();
      for (Group group : cut) {
        plans.add(group.plan(waves, files * group.suspects().records() / records, worth));
      }
      List<CutPlan> all = new ArrayList<>(plans);
      groups.subList(first, groups.size()).forEach(group -> all.add(group.givenUp()));
      double cost = all.stream().mapToDouble(plan -> plan.cost(worth)).sum();
      return new WavePlan(
          waves,
          List.copyOf(plans),
          first == 0 ? cost : cost + waves * COST_OF_A_WAVE,
          all.stream().mapToDouble(CutPlan::left).sum());
    }
  }
}
