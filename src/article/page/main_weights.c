#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_main_weights[2][ND_MAIN_FEATURES] = {
    {
        -1.086F, /* one */
        1.221F,  /* words */
        0.562F,  /* log words */
        -0.230F, /* few words */
        0.279F,  /* no words */
        -0.706F, /* sentence */
        0.744F,  /* ends sentence */
        0.673F,  /* begins small */
        0.048F,  /* small letters */
        0.398F,  /* prose */
        0.348F,  /* long prose */
        -1.102F, /* density */
        -0.206F, /* only links */
        -0.760F, /* density, many words */
        -1.193F, /* tool */
        -0.741F, /* related */
        -0.306F, /* end */
        -0.968F, /* notice */
        -1.111F, /* dateline */
        0.221F,  /* repeated */
        0.000F,  /* witnessed */
        0.495F,  /* heading */
        -0.132F, /* first heading */
        0.716F,  /* list item */
        -0.367F, /* quote */
        0.623F,  /* code */
        1.070F,  /* table */
        -0.791F, /* strong */
        -0.400F, /* picture */
        -0.000F, /* near body */
        0.367F,  /* near article */
        0.301F,  /* near content */
        0.167F,  /* near lead */
        -0.482F, /* near title */
        -0.766F, /* near meta */
        -0.763F, /* near caption */
        -0.354F, /* near comment */
        -0.131F, /* near nav */
        -0.510F, /* near frame */
        -0.321F, /* near side */
        -0.145F, /* near related */
        -0.451F, /* near share */
        0.147F,  /* near ad */
        -0.836F, /* near notice */
        -0.023F, /* in body */
        0.034F,  /* in article */
        0.203F,  /* in content */
        0.256F,  /* in lead */
        -0.774F, /* in title */
        -0.086F, /* in meta */
        -0.243F, /* in caption */
        -0.393F, /* in comment */
        0.384F,  /* in nav */
        -0.189F, /* in frame */
        -0.057F, /* in side */
        -0.022F, /* in related */
        0.293F,  /* in share */
        -0.116F, /* in ad */
        -0.398F, /* in notice */
        0.731F,  /* in p */
        1.143F,  /* in item */
        0.019F,  /* in cell */
        0.315F,  /* in <article> */
        -0.071F, /* in <main> */
        0.110F,  /* in <header> */
        -0.590F, /* in <footer> */
        -0.120F, /* in <aside> */
        -0.299F, /* in <nav> */
        -0.168F, /* in <form> */
        -0.742F, /* in <figure> */
        -0.018F, /* in <address> */
        -0.924F, /* furniture */
        -0.158F, /* in link */
        0.710F,  /* repeats */
        0.028F,  /* density 1 */
        0.614F,  /* share 1 */
        0.084F,  /* prose 1 */
        -0.679F, /* density 2 */
        0.304F,  /* share 2 */
        0.164F,  /* prose 2 */
        -0.238F, /* density 3 */
        0.456F,  /* share 3 */
        -0.255F, /* prose 3 */
        -0.486F, /* density 4 */
        0.229F,  /* share 4 */
        -0.701F, /* prose 4 */
        0.798F,  /* in main */
        0.120F,  /* in main, near */
        0.007F,  /* in main, deep */
        -1.146F, /* out of main */
        0.487F,  /* before prose */
        1.008F,  /* long before prose */
        -1.052F, /* behind prose */
        0.039F,  /* long behind prose */
        -0.528F, /* prose before */
        0.082F,  /* prose behind */
        -0.214F, /* prose near */
        -0.549F, /* density before */
        -0.600F, /* density behind */
        0.801F,  /* words before */
        0.934F,  /* words behind */
        -0.779F, /* place */
        0.227F,  /* title */
        -1.090F, /* above title */
        0.743F,  /* below title */
        -0.922F, /* behind end */
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
    },
    {
        -0.432F, /* one */
        0.934F,  /* words */
        0.393F,  /* log words */
        -0.071F, /* few words */
        0.274F,  /* no words */
        -0.558F, /* sentence */
        0.579F,  /* ends sentence */
        0.528F,  /* begins small */
        -0.114F, /* small letters */
        0.185F,  /* prose */
        0.149F,  /* long prose */
        -0.914F, /* density */
        -0.085F, /* only links */
        -0.661F, /* density, many words */
        -1.058F, /* tool */
        -0.607F, /* related */
        -0.236F, /* end */
        -0.646F, /* notice */
        -1.018F, /* dateline */
        0.169F,  /* repeated */
        0.000F,  /* witnessed */
        0.376F,  /* heading */
        -0.148F, /* first heading */
        0.373F,  /* list item */
        -0.365F, /* quote */
        0.553F,  /* code */
        1.028F,  /* table */
        -0.639F, /* strong */
        -0.335F, /* picture */
        -0.089F, /* near body */
        0.250F,  /* near article */
        0.150F,  /* near content */
        0.120F,  /* near lead */
        -0.299F, /* near title */
        -0.440F, /* near meta */
        -0.448F, /* near caption */
        -0.271F, /* near comment */
        -0.103F, /* near nav */
        -0.327F, /* near frame */
        -0.191F, /* near side */
        -0.005F, /* near related */
        -0.296F, /* near share */
        0.217F,  /* near ad */
        -0.671F, /* near notice */
        -0.076F, /* in body */
        0.040F,  /* in article */
        0.074F,  /* in content */
        0.198F,  /* in lead */
        -0.637F, /* in title */
        -0.069F, /* in meta */
        -0.148F, /* in caption */
        -0.329F, /* in comment */
        0.285F,  /* in nav */
        -0.086F, /* in frame */
        0.010F,  /* in side */
        -0.019F, /* in related */
        0.246F,  /* in share */
        -0.093F, /* in ad */
        -0.358F, /* in notice */
        0.451F,  /* in p */
        0.666F,  /* in item */
        0.048F,  /* in cell */
        0.174F,  /* in <article> */
        -0.030F, /* in <main> */
        0.144F,  /* in <header> */
        -0.436F, /* in <footer> */
        0.034F,  /* in <aside> */
        -0.261F, /* in <nav> */
        -0.041F, /* in <form> */
        -0.500F, /* in <figure> */
        -0.015F, /* in <address> */
        -0.670F, /* furniture */
        -0.138F, /* in link */
        0.673F,  /* repeats */
        0.281F,  /* density 1 */
        0.460F,  /* share 1 */
        -0.023F, /* prose 1 */
        -0.286F, /* density 2 */
        -0.002F, /* share 2 */
        -0.166F, /* prose 2 */
        -0.238F, /* density 3 */
        0.367F,  /* share 3 */
        0.021F,  /* prose 3 */
        -0.453F, /* density 4 */
        0.222F,  /* share 4 */
        -0.445F, /* prose 4 */
        0.496F,  /* in main */
        -0.013F, /* in main, near */
        -0.058F, /* in main, deep */
        -0.645F, /* out of main */
        0.212F,  /* before prose */
        0.641F,  /* long before prose */
        -0.563F, /* behind prose */
        0.019F,  /* long behind prose */
        -0.461F, /* prose before */
        -0.050F, /* prose behind */
        -0.143F, /* prose near */
        -0.273F, /* density before */
        -0.237F, /* density behind */
        0.458F,  /* words before */
        0.385F,  /* words behind */
        -0.494F, /* place */
        0.248F,  /* title */
        -0.795F, /* above title */
        0.327F,  /* below title */
        -0.821F, /* behind end */
        0.754F,  /* first look */
        0.483F,  /* first look, tame */
        0.220F,  /* first look before */
        0.264F,  /* first look behind */
        -0.262F, /* first looks before */
        0.044F,  /* first looks behind */
        0.080F,  /* both sides */
        0.455F,  /* likely 1 */
        0.769F,  /* likely 2 */
        -0.709F, /* likely 3 */
    },
};
