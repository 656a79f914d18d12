#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_main_weights[2][ND_MAIN_FEATURES] = {
    {
        -1.068F, /* one */
        1.185F,  /* words */
        0.543F,  /* log words */
        -0.219F, /* few words */
        0.279F,  /* no words */
        -0.730F, /* sentence */
        0.728F,  /* ends sentence */
        0.658F,  /* begins small */
        0.091F,  /* small letters */
        0.469F,  /* prose */
        0.303F,  /* long prose */
        -0.996F, /* density */
        -0.268F, /* only links */
        -0.698F, /* density, many words */
        -1.400F, /* tool */
        -0.757F, /* related */
        -0.310F, /* end */
        -1.266F, /* notice */
        -1.139F, /* dateline */
        0.216F,  /* repeated */
        0.479F,  /* heading */
        -0.138F, /* first heading */
        0.720F,  /* list item */
        -0.387F, /* quote */
        0.614F,  /* code */
        1.069F,  /* table */
        -0.765F, /* strong */
        -0.408F, /* picture */
        -0.011F, /* near body */
        0.380F,  /* near article */
        0.303F,  /* near content */
        0.174F,  /* near lead */
        -0.478F, /* near title */
        -0.784F, /* near meta */
        -0.759F, /* near caption */
        -0.352F, /* near comment */
        -0.144F, /* near nav */
        -0.470F, /* near frame */
        -0.340F, /* near side */
        -0.126F, /* near related */
        -0.431F, /* near share */
        0.142F,  /* near ad */
        -0.826F, /* near notice */
        -0.045F, /* in body */
        0.050F,  /* in article */
        0.215F,  /* in content */
        0.224F,  /* in lead */
        -0.726F, /* in title */
        -0.084F, /* in meta */
        -0.217F, /* in caption */
        -0.370F, /* in comment */
        0.398F,  /* in nav */
        -0.174F, /* in frame */
        -0.047F, /* in side */
        -0.007F, /* in related */
        0.287F,  /* in share */
        -0.109F, /* in ad */
        -0.388F, /* in notice */
        0.740F,  /* in p */
        1.135F,  /* in item */
        0.002F,  /* in cell */
        0.316F,  /* in <article> */
        -0.093F, /* in <main> */
        0.080F,  /* in <header> */
        -0.587F, /* in <footer> */
        -0.111F, /* in <aside> */
        -0.300F, /* in <nav> */
        -0.171F, /* in <form> */
        -0.718F, /* in <figure> */
        -0.019F, /* in <address> */
        -0.923F, /* furniture */
        -0.161F, /* in link */
        0.688F,  /* repeats */
        -0.001F, /* density 1 */
        0.626F,  /* share 1 */
        0.120F,  /* prose 1 */
        -0.704F, /* density 2 */
        0.295F,  /* share 2 */
        0.142F,  /* prose 2 */
        -0.225F, /* density 3 */
        0.449F,  /* share 3 */
        -0.263F, /* prose 3 */
        -0.484F, /* density 4 */
        0.217F,  /* share 4 */
        -0.706F, /* prose 4 */
        0.787F,  /* in main */
        0.155F,  /* in main, near */
        -0.009F, /* in main, deep */
        -1.154F, /* out of main */
        0.496F,  /* before prose */
        0.989F,  /* long before prose */
        -1.091F, /* behind prose */
        0.048F,  /* long behind prose */
        -0.441F, /* prose before */
        0.144F,  /* prose behind */
        -0.220F, /* prose near */
        -0.563F, /* density before */
        -0.580F, /* density behind */
        0.794F,  /* words before */
        0.890F,  /* words behind */
        -0.776F, /* place */
        0.221F,  /* title */
        -1.110F, /* above title */
        0.730F,  /* below title */
        -0.928F, /* behind end */
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
        -0.474F, /* one */
        0.861F,  /* words */
        0.335F,  /* log words */
        -0.007F, /* few words */
        0.267F,  /* no words */
        -0.553F, /* sentence */
        0.529F,  /* ends sentence */
        0.498F,  /* begins small */
        -0.114F, /* small letters */
        0.160F,  /* prose */
        0.092F,  /* long prose */
        -0.752F, /* density */
        -0.119F, /* only links */
        -0.583F, /* density, many words */
        -1.193F, /* tool */
        -0.583F, /* related */
        -0.216F, /* end */
        -0.902F, /* notice */
        -1.029F, /* dateline */
        0.075F,  /* repeated */
        0.360F,  /* heading */
        -0.214F, /* first heading */
        0.370F,  /* list item */
        -0.368F, /* quote */
        0.541F,  /* code */
        1.023F,  /* table */
        -0.575F, /* strong */
        -0.310F, /* picture */
        -0.088F, /* near body */
        0.294F,  /* near article */
        0.119F,  /* near content */
        0.029F,  /* near lead */
        -0.312F, /* near title */
        -0.395F, /* near meta */
        -0.438F, /* near caption */
        -0.275F, /* near comment */
        -0.106F, /* near nav */
        -0.282F, /* near frame */
        -0.189F, /* near side */
        0.013F,  /* near related */
        -0.273F, /* near share */
        0.240F,  /* near ad */
        -0.682F, /* near notice */
        -0.053F, /* in body */
        0.043F,  /* in article */
        0.045F,  /* in content */
        0.176F,  /* in lead */
        -0.654F, /* in title */
        -0.038F, /* in meta */
        -0.134F, /* in caption */
        -0.260F, /* in comment */
        0.261F,  /* in nav */
        -0.074F, /* in frame */
        0.041F,  /* in side */
        0.005F,  /* in related */
        0.260F,  /* in share */
        -0.064F, /* in ad */
        -0.329F, /* in notice */
        0.448F,  /* in p */
        0.629F,  /* in item */
        0.043F,  /* in cell */
        0.178F,  /* in <article> */
        -0.070F, /* in <main> */
        0.076F,  /* in <header> */
        -0.439F, /* in <footer> */
        0.048F,  /* in <aside> */
        -0.253F, /* in <nav> */
        -0.036F, /* in <form> */
        -0.549F, /* in <figure> */
        -0.012F, /* in <address> */
        -0.681F, /* furniture */
        -0.140F, /* in link */
        0.592F,  /* repeats */
        0.243F,  /* density 1 */
        0.496F,  /* share 1 */
        0.000F,  /* prose 1 */
        -0.310F, /* density 2 */
        0.011F,  /* share 2 */
        -0.166F, /* prose 2 */
        -0.219F, /* density 3 */
        0.349F,  /* share 3 */
        0.013F,  /* prose 3 */
        -0.493F, /* density 4 */
        0.214F,  /* share 4 */
        -0.449F, /* prose 4 */
        0.450F,  /* in main */
        -0.037F, /* in main, near */
        -0.068F, /* in main, deep */
        -0.693F, /* out of main */
        0.120F,  /* before prose */
        0.579F,  /* long before prose */
        -0.481F, /* behind prose */
        -0.022F, /* long behind prose */
        -0.442F, /* prose before */
        -0.038F, /* prose behind */
        -0.090F, /* prose near */
        -0.272F, /* density before */
        -0.196F, /* density behind */
        0.477F,  /* words before */
        0.360F,  /* words behind */
        -0.486F, /* place */
        0.159F,  /* title */
        -0.855F, /* above title */
        0.240F,  /* below title */
        -0.842F, /* behind end */
        0.851F,  /* first look */
        0.610F,  /* first look, tame */
        0.318F,  /* first look before */
        0.316F,  /* first look behind */
        0.175F,  /* first looks before */
        -0.086F, /* first looks behind */
        0.058F,  /* both sides */
        0.366F,  /* likely 1 */
        0.699F,  /* likely 2 */
        -0.738F, /* likely 3 */
        -0.676F, /* likely above */
        0.004F,  /* likely below */
        -0.023F, /* likely around */
        0.556F,  /* kin */
        0.013F,  /* kin, likely */
        0.353F,  /* kin, many words */
        0.067F,  /* no kin */
    },
};
