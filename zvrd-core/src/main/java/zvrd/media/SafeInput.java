package zvrd.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * How FFmpeg is handed a file that somebody else made: it opens no network, follows no playlist or script to other files,
 * and decodes no picture that could not be held.
 */
final class SafeInput {
    /** Pixels of the largest picture that is read, 16384x8192: one of 16 bits is close to what a Java array holds. */
    static final long MOST_PIXELS = 1L << 27;

    /** What FFmpeg is told to complain of a file of any other kind. */
    static final String FOREIGN = "Format not on whitelist";

    /** Containers and pictures. Left out: playlists, scripts that name other files, plain text and devices. */
    private static final String FORMATS = String.join(
            ",",
            "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,asf_o,flv,live_flv,kux,ogg,mxf,gxf,nut,wtv,rm,ivf,obu,av1",
            "h261,h263,h264,hevc,vvc,evc,m4v,vc1,vc1test,dirac,cavsvideo,avs2,avs3,apv,dv,pva,ty,nuv,lxf,swf,dhav,mgsts",
            "mjpeg,mjpeg_2000,smjpeg,ingenient,yuv4mpegpipe,gif,apng,jpegxl_anim,cine,ser,mlv,r3d,fits,flic,bink,smk,roq",
            "film_cpk,idcin,wc3movie,4xm,vmd,thp,nsv,mvi,rl2,bfi,ea,psxstr,moflex,ipu,image2,ico",
            "bmp_pipe,cri_pipe,dds_pipe,dpx_pipe,exr_pipe,gem_pipe,gif_pipe,hdr_pipe,j2k_pipe,jpeg_pipe,jpegls_pipe",
            "jpegxl_pipe,pam_pipe,pbm_pipe,pcx_pipe,pfm_pipe,pgm_pipe,pgmyuv_pipe,pgx_pipe,phm_pipe,photocd_pipe",
            "pictor_pipe,png_pipe,ppm_pipe,psd_pipe,qdraw_pipe,qoi_pipe,sgi_pipe,sunrast_pipe,tiff_pipe,webp_pipe",
            "xbm_pipe,xpm_pipe,xwd_pipe");

    private static final List<String> LIMITS =
            List.of("-protocol_whitelist", "file,pipe", "-max_pixels", Long.toString(MOST_PIXELS));

    private SafeInput() {}

    /** Options that stand before the name of a file, be it ffmpeg's input or what ffprobe looks into. */
    static List<String> limits() {
        List<String> all = new ArrayList<>(LIMITS);
        all.addAll(List.of("-format_whitelist", FORMATS));
        return all;
    }

    /** The same before our own list of pictures, which itself says for every picture what that may be. */
    static List<String> listLimits() {
        return LIMITS;
    }

    /** The line of such a list that says it. */
    static String listLine() {
        return "option format_whitelist " + FORMATS + "\n";
    }

    /** An input for ffmpeg. */
    static List<String> input(Path file) {
        List<String> all = limits();
        all.addAll(List.of("-i", url(file)));
        return all;
    }

    /** How FFmpeg is told of a local file whatever its name looks like. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    /** Refuses pictures larger than are read. */
    static void requireSize(Path file, long width, long height) {
        if (width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw new UserError(
                    ExitCode.INPUT,
                    file + ": pictures of at most " + MOST_PIXELS + " pixels expected, found " + width + "x" + height,
                    "check the file with a player, or scale it down first");
        }
    }
}
