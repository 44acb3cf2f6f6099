//! Whom Andon owes what: the essay behind the catalogue, and the books and papers behind the method.

use leptos::prelude::*;

/// The books and papers, by author. All have been cited on the method page above.
const PAPERS: [&str; 16] = [
    "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B 57, 289\u{2013}300.",
    "Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In K. J. Klein and S. W. J. Kozlowski (eds), Multilevel theory, research, and methods in organizations. Jossey-Bass.",
    "Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science 16, 101\u{2013}133.",
    "Burke, M. J. and Dunlap, W. P. (2002). Estimating interrater agreement with the average deviation index: a user\u{2019}s guide. Organizational Research Methods 5, 159\u{2013}172.",
    "Burke, M. J., Finkelstein, L. M. and Dusig, M. S. (1999). On average deviation indices for estimating interrater agreement. Organizational Research Methods 2, 49\u{2013}68.",
    "Cliff, N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychological Bulletin 114, 494\u{2013}509.",
    "Cohen, P., Cohen, J., Aiken, L. S. and West, S. G. (1999). The problem of units and the circumstance for POMP. Multivariate Behavioral Research 34, 315\u{2013}346.",
    "DORA. DORA\u{2019}s software delivery performance metrics (guide). dora.dev.",
    "Forsgren, N., Humble, J. and Kim, G. (2018). Accelerate: the science of lean software and DevOps. IT Revolution.",
    "James, L. R., Demaree, R. G. and Wolf, G. (1984). Estimating within-group interrater reliability with and without response bias. Journal of Applied Psychology 69, 85\u{2013}98.",
    "Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors. Journal of Research of the National Bureau of Standards 87, 377\u{2013}385.",
    "Rohrmann, B. (2007). Verbal qualifiers for rating scales: sociolinguistic considerations and psychometric data. University of Melbourne.",
    "Rother, M. (2009). Toyota Kata: managing people for improvement, adaptiveness, and superior results. McGraw-Hill.",
    "Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9, 130\u{2013}134.",
    "Streitberg, B. and R\u{f6}hmel, J. (1986). Exact distributions for permutation and rank tests: an introduction to some recently published algorithms. Statistical Software Newsletter 12, 10\u{2013}17.",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209\u{2013}212.",
];

/// The section with the credits.
pub fn sources() -> impl IntoView {
    view! {
        <section aria-labelledby="sources">
            <h2 id="sources">"Where it comes from"</h2>
            <p>
                "The list of eighteen anti-patterns comes from Steve Chambers\u{2019} essay "
                <cite>"How DevOps Brings High Velocity to ITSM"</cite>
                ", which reports the talk of Ross Clanton and Mark Peterson at the DevOps Enterprise Summit 2015. The texts are our own."
            </p>
            <details class="fine">
                <summary>"Books and papers behind the method"</summary>
                <ul>{PAPERS.map(|paper| view! { <li>{paper}</li> })}</ul>
            </details>
        </section>
    }
}
