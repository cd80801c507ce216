package zvrd.temporal;

/**
 * Short-long-range attention (ZVRD eq. 4-7) in the decoder: across neighbours at every level, and along trajectories besides.
 *
 * @param trajectoryFrom T_TA in levels 0 … 1000: below it the finest attention also follows trajectories; 0 for never
 * @param mode how the best trajectory is found
 * @param values what the trajectory's keys and values are
 */
public record AttentionSettings(int trajectoryFrom, TrajectoryMode mode, TrajectoryValues values) {
    public AttentionSettings {
        if (trajectoryFrom < 0 || trajectoryFrom > 1000) {
            throw new IllegalArgumentException("T_TA expects a level of 0 … 1000, got " + trajectoryFrom);
        }
    }
}
