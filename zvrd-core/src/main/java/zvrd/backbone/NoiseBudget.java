package zvrd.backbone;

/**
 * How DDNM+ (arXiv:2212.00490, section 3.3 and appendix I) fills the noise σ_t of the next sample along the right singular
 * vector of a singular value s: a σ_y / s of it comes with the measurement, and only the rest is added. Where the
 * measurement alone brings more, its correction is scaled down by λ instead.
 *
 * @param a √ᾱ of the next level
 * @param sigmaY σ_y, noise of the measurement on the [-1, 1] scale, above 0
 * @param sigmaT σ_t = √(1-ᾱ) of the next level
 * @param eta η, the share of fresh noise where the measurement says nothing
 */
record NoiseBudget(double a, double sigmaY, double sigmaT, double eta) {
    /** λ: how much of the correction A⁺(A x̃0 - y) is applied. */
    double correction(double s) {
        return tooNoisy(s) ? s * sigmaT * Math.sqrt(1 - eta * eta) / (a * sigmaY) : 1;
    }

    /** d1: the weight of fresh noise z. */
    double fresh(double s) {
        if (s > 0 && sigmaT > a * sigmaY / s) {
            double measured = a * sigmaY / s;
            return Math.sqrt(sigmaT * sigmaT - measured * measured);
        }
        return sigmaT * eta;
    }

    /** d2: the weight of the noise ε the network saw. */
    double seen(double s) {
        return s > 0 && sigmaT != a * sigmaY / s ? 0 : sigmaT * Math.sqrt(1 - eta * eta);
    }

    private boolean tooNoisy(double s) {
        return s > 0 && sigmaT < a * sigmaY / s;
    }
}
