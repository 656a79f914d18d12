#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_main_weights[2][ND_MAIN_FEATURES] = {
    {
        -1.163F, /* one */
        1.079F,  /* words */
        0.502F,  /* log words */
        -0.283F, /* few words */
        0.285F,  /* no words */
        -0.776F, /* sentence */
        0.756F,  /* ends sentence */
        0.650F,  /* begins small */
        -0.004F, /* small letters */
        0.435F,  /* prose */
        0.248F,  /* long prose */
        -1.045F, /* density */
        -0.256F, /* only links */
        -0.635F, /* density, many words */
        -1.283F, /* tool */
        -0.671F, /* related */
        -0.304F, /* end */
        -1.529F, /* notice */
        -0.616F, /* cut off */
        0.183F,  /* cut off, linked */
        -1.134F, /* dateline */
        0.172F,  /* repeated */
        0.424F,  /* heading */
        -0.147F, /* first heading */
        0.805F,  /* list item */
        -0.396F, /* quote */
        0.579F,  /* code */
        1.042F,  /* table */
        -0.721F, /* strong */
        -0.303F, /* picture */
        -0.034F, /* near body */
        0.437F,  /* near article */
        0.284F,  /* near content */
        0.275F,  /* near lead */
        -0.477F, /* near title */
        -0.750F, /* near meta */
        -0.872F, /* near caption */
        -0.387F, /* near comment */
        -0.134F, /* near nav */
        -0.438F, /* near frame */
        -0.362F, /* near side */
        -0.056F, /* near related */
        -0.320F, /* near share */
        0.120F,  /* near ad */
        -0.850F, /* near notice */
        -0.041F, /* in body */
        0.134F,  /* in article */
        0.236F,  /* in content */
        0.432F,  /* in lead */
        -0.745F, /* in title */
        -0.089F, /* in meta */
        -0.138F, /* in caption */
        -0.280F, /* in comment */
        0.358F,  /* in nav */
        -0.138F, /* in frame */
        -0.052F, /* in side */
        -0.069F, /* in related */
        0.304F,  /* in share */
        -0.152F, /* in ad */
        -0.307F, /* in notice */
        0.756F,  /* in p */
        1.079F,  /* in item */
        -0.014F, /* in cell */
        0.341F,  /* in <article> */
        -0.151F, /* in <main> */
        0.025F,  /* in <header> */
        -0.596F, /* in <footer> */
        0.001F,  /* in <aside> */
        -0.336F, /* in <nav> */
        -0.249F, /* in <form> */
        -0.717F, /* in <figure> */
        -0.018F, /* in <address> */
        -0.921F, /* furniture */
        -0.129F, /* in link */
        0.354F,  /* repeats */
        1.008F,  /* prose repeats */
        0.051F,  /* prose repeats, titled */
        -0.068F, /* density 1 */
        0.424F,  /* share 1 */
        -0.116F, /* prose 1 */
        -0.615F, /* density 2 */
        0.265F,  /* share 2 */
        0.059F,  /* prose 2 */
        -0.214F, /* density 3 */
        0.419F,  /* share 3 */
        -0.235F, /* prose 3 */
        -0.513F, /* density 4 */
        0.085F,  /* share 4 */
        -0.575F, /* prose 4 */
        0.518F,  /* in main */
        0.021F,  /* in main, near */
        -0.099F, /* in main, deep */
        -0.881F, /* out of main */
        0.649F,  /* before prose */
        0.857F,  /* long before prose */
        -1.020F, /* behind prose */
        -0.059F, /* long behind prose */
        0.710F,  /* group */
        0.628F,  /* group, prose */
        0.101F,  /* best group */
        -0.575F, /* out of group */
        0.296F,  /* up to group */
        -0.476F, /* prose before */
        0.099F,  /* prose behind */
        -0.292F, /* prose near */
        -0.568F, /* density before */
        -0.585F, /* density behind */
        0.816F,  /* words before */
        0.874F,  /* words behind */
        -0.758F, /* place */
        0.205F,  /* title */
        -0.987F, /* above title */
        0.798F,  /* below title */
        -0.905F, /* behind end */
        0.348F,  /* witnessed */
        0.202F,  /* witnessed, many words */
        -0.722F, /* denied */
        -0.192F, /* denied, many words */
        0.000F,  /* first look */
        0.000F,  /* first look, tame */
        0.000F,  /* first look before */
        0.000F,  /* first look behind */
        0.000F,  /* first looks before */
        0.000F,  /* first looks behind */
        0.000F,  /* both sides */
        0.000F,  /* likely 1 */
        0.000F,  /* likely 2 */
        0.000F,  /* likely 3 */
        0.000F,  /* likely above */
        0.000F,  /* likely below */
        0.000F,  /* likely around */
        0.000F,  /* kin */
        0.000F,  /* kin, likely */
        0.000F,  /* kin, many words */
        0.000F,  /* no kin */
    },
    {
        -0.584F, /* one */
        0.737F,  /* words */
        0.294F,  /* log words */
        -0.079F, /* few words */
        0.280F,  /* no words */
        -0.587F, /* sentence */
        0.588F,  /* ends sentence */
        0.489F,  /* begins small */
        -0.157F, /* small letters */
        0.079F,  /* prose */
        0.064F,  /* long prose */
        -0.817F, /* density */
        -0.060F, /* only links */
        -0.538F, /* density, many words */
        -1.087F, /* tool */
        -0.545F, /* related */
        -0.198F, /* end */
        -1.111F, /* notice */
        -0.476F, /* cut off */
        0.199F,  /* cut off, linked */
        -1.016F, /* dateline */
        0.070F,  /* repeated */
        0.307F,  /* heading */
        -0.221F, /* first heading */
        0.463F,  /* list item */
        -0.379F, /* quote */
        0.505F,  /* code */
        1.054F,  /* table */
        -0.526F, /* strong */
        -0.182F, /* picture */
        -0.107F, /* near body */
        0.322F,  /* near article */
        0.117F,  /* near content */
        0.080F,  /* near lead */
        -0.282F, /* near title */
        -0.382F, /* near meta */
        -0.591F, /* near caption */
        -0.263F, /* near comment */
        -0.072F, /* near nav */
        -0.238F, /* near frame */
        -0.167F, /* near side */
        0.081F,  /* near related */
        -0.183F, /* near share */
        0.243F,  /* near ad */
        -0.687F, /* near notice */
        -0.068F, /* in body */
        0.128F,  /* in article */
        0.006F,  /* in content */
        0.382F,  /* in lead */
        -0.689F, /* in title */
        -0.072F, /* in meta */
        -0.055F, /* in caption */
        -0.187F, /* in comment */
        0.221F,  /* in nav */
        -0.052F, /* in frame */
        0.038F,  /* in side */
        -0.042F, /* in related */
        0.259F,  /* in share */
        -0.084F, /* in ad */
        -0.309F, /* in notice */
        0.461F,  /* in p */
        0.528F,  /* in item */
        0.025F,  /* in cell */
        0.194F,  /* in <article> */
        -0.120F, /* in <main> */
        -0.002F, /* in <header> */
        -0.489F, /* in <footer> */
        0.146F,  /* in <aside> */
        -0.264F, /* in <nav> */
        -0.102F, /* in <form> */
        -0.543F, /* in <figure> */
        -0.013F, /* in <address> */
        -0.666F, /* furniture */
        -0.112F, /* in link */
        0.367F,  /* repeats */
        0.619F,  /* prose repeats */
        -0.089F, /* prose repeats, titled */
        0.157F,  /* density 1 */
        0.348F,  /* share 1 */
        -0.165F, /* prose 1 */
        -0.189F, /* density 2 */
        0.072F,  /* share 2 */
        -0.212F, /* prose 2 */
        -0.097F, /* density 3 */
        0.314F,  /* share 3 */
        -0.054F, /* prose 3 */
        -0.439F, /* density 4 */
        0.114F,  /* share 4 */
        -0.350F, /* prose 4 */
        0.248F,  /* in main */
        -0.086F, /* in main, near */
        -0.163F, /* in main, deep */
        -0.495F, /* out of main */
        0.244F,  /* before prose */
        0.429F,  /* long before prose */
        -0.326F, /* behind prose */
        -0.079F, /* long behind prose */
        0.466F,  /* group */
        0.656F,  /* group, prose */
        -0.088F, /* best group */
        -0.274F, /* out of group */
        0.426F,  /* up to group */
        -0.447F, /* prose before */
        -0.081F, /* prose behind */
        -0.236F, /* prose near */
        -0.265F, /* density before */
        -0.142F, /* density behind */
        0.498F,  /* words before */
        0.261F,  /* words behind */
        -0.388F, /* place */
        0.138F,  /* title */
        -0.769F, /* above title */
        0.303F,  /* below title */
        -0.820F, /* behind end */
        0.240F,  /* witnessed */
        0.130F,  /* witnessed, many words */
        -0.674F, /* denied */
        -0.188F, /* denied, many words */
        0.848F,  /* first look */
        0.661F,  /* first look, tame */
        0.274F,  /* first look before */
        0.433F,  /* first look behind */
        0.317F,  /* first looks before */
        -0.086F, /* first looks behind */
        0.270F,  /* both sides */
        0.325F,  /* likely 1 */
        0.626F,  /* likely 2 */
        -0.495F, /* likely 3 */
        -0.532F, /* likely above */
        0.249F,  /* likely below */
        -0.286F, /* likely around */
        0.543F,  /* kin */
        -0.269F, /* kin, likely */
        0.372F,  /* kin, many words */
        0.008F,  /* no kin */
    },
};
