package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import zvrd.backbone.Backbone;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Backbones;
import zvrd.backbone.GradientReach;
import zvrd.backbone.Preset;
import zvrd.backbone.QualityWish;
import zvrd.degradation.Identity;
import zvrd.degradation.Task;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.UNetConfig;
import zvrd.temporal.AttentionSettings;
import zvrd.temporal.TrajectoryMode;
import zvrd.temporal.TrajectoryValues;

class KeptTest {
    /** The built-in prior's shape, as far as it counts here. */
    private static final UNetConfig BUILTIN = UNetConfig.fromJson("""
            {"image_size": 256, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,2,3,4,6", "attention_resolutions": "32,16",
             "num_head_channels": 64, "learn_sigma": true, "resblock_updown": true, "use_scale_shift_norm": true}""");

    private static final TilePlan FOUR_TILES = new TilePlan(512, 512, 256, 0, 16);
    private static final long IMAGES = 36L * 512 * 512;

    @Test
    void aRestorerThatAsksTheNetworkOnceKeepsNothing() {
        assertThat(Kept.of(backbone("hqs", null), attention(TrajectoryMode.PROXY), BUILTIN, FOUR_TILES))
                .isEqualTo(new Kept(0, 0));
    }

    @Test
    void aLocalGradientKeepsWhatFramesToldEachOtherOfEveryTile() {
        long finest = 2L * 32 * 32 * 128; // values of a map in each of the decoder's layers, there being two
        long coarse = 2L * 16 * 16 * 192;
        Backbone dps = backbone("dps", GradientReach.LOCAL);
        assertThat(Kept.of(dps, attention(TrajectoryMode.PROXY), BUILTIN, FOUR_TILES))
                .isEqualTo(new Kept(IMAGES + 4 * 4 * (3 * finest + 2 * coarse), 0));
        assertThat(Kept.of(dps, attention(TrajectoryMode.EXACT), BUILTIN, FOUR_TILES))
                .isEqualTo(new Kept(IMAGES + 4 * 4 * (4 * 3 * finest + 2 * coarse), 0));
    }

    @Test
    void aGradientThatHearsNobodyKeepsItsImagesOnly() {
        assertThat(Kept.of(backbone("dps", GradientReach.LOCAL), null, BUILTIN, FOUR_TILES))
                .isEqualTo(new Kept(IMAGES, 0));
        assertThat(Kept.of(
                        backbone("dps", GradientReach.COUPLED), attention(TrajectoryMode.PROXY), BUILTIN, FOUR_TILES))
                .isEqualTo(new Kept(IMAGES, 0));
    }

    @Test
    void aPatchwiseRestorerKeepsTheAnswerOfEveryTileTwice() {
        var settings = BackboneSettings.of("gdp", Preset.PAPER, Task.LOW_LIGHT);
        Backbone lowLight = Backbones.create(settings, NoiseSchedule.linear(1000), new Identity(), 0);
        var halves = new TilePlan(512, 512, 256, 128, 16); // three by three tiles
        long answers = 9L * 256 * 256 * 6 * 4;
        assertThat(Kept.of(lowLight, null, BUILTIN, halves)).isEqualTo(new Kept(answers, answers));
    }

    private static AttentionSettings attention(TrajectoryMode mode) {
        return new AttentionSettings(300, mode, TrajectoryValues.FLATTEN);
    }

    private static Backbone backbone(String name, @Nullable GradientReach reach) {
        var settings = new BackboneSettings(name, Preset.DRAFT, Task.DEBLUR, null, null, null, reach, QualityWish.NONE);
        return Backbones.create(settings, NoiseSchedule.linear(1000), new Identity(), 0);
    }
}
