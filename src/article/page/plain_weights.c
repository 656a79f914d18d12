#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_plain_weights[2][ND_MAIN_FEATURES] = {
    {
        -2.294F, /* one */
        1.767F,  /* words */
        0.902F,  /* log words */
        -0.164F, /* few words */
        0.239F,  /* no words */
        -0.930F, /* sentence */
        1.226F,  /* ends sentence */
        0.773F,  /* begins small */
        0.433F,  /* small letters */
        0.317F,  /* prose */
        0.214F,  /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -1.378F, /* tool */
        -0.794F, /* related */
        -0.416F, /* end */
        -1.128F, /* notice */
        0.000F,  /* cut off */
        0.000F,  /* cut off, linked */
        -0.702F, /* dateline */
        0.110F,  /* repeated */
        0.000F,  /* heading */
        0.000F,  /* first heading */
        0.000F,  /* list item */
        0.000F,  /* quote */
        0.000F,  /* code */
        0.000F,  /* table */
        0.000F,  /* strong */
        0.000F,  /* picture */
        0.000F,  /* near body */
        0.000F,  /* near article */
        0.000F,  /* near content */
        0.000F,  /* near lead */
        0.000F,  /* near title */
        0.000F,  /* near meta */
        0.000F,  /* near caption */
        0.000F,  /* near comment */
        0.000F,  /* near nav */
        0.000F,  /* near frame */
        0.000F,  /* near side */
        0.000F,  /* near related */
        0.000F,  /* near share */
        0.000F,  /* near ad */
        0.000F,  /* near notice */
        0.000F,  /* in body */
        0.000F,  /* in article */
        0.000F,  /* in content */
        0.000F,  /* in lead */
        0.000F,  /* in title */
        0.000F,  /* in meta */
        0.000F,  /* in caption */
        0.000F,  /* in comment */
        0.000F,  /* in nav */
        0.000F,  /* in frame */
        0.000F,  /* in side */
        0.000F,  /* in related */
        0.000F,  /* in share */
        0.000F,  /* in ad */
        0.000F,  /* in notice */
        0.000F,  /* in p */
        0.000F,  /* in item */
        0.000F,  /* in cell */
        0.000F,  /* in <article> */
        0.000F,  /* in <main> */
        0.000F,  /* in <header> */
        0.000F,  /* in <footer> */
        0.000F,  /* in <aside> */
        0.000F,  /* in <nav> */
        0.000F,  /* in <form> */
        0.000F,  /* in <figure> */
        0.000F,  /* in <address> */
        0.000F,  /* furniture */
        0.000F,  /* in link */
        0.000F,  /* repeats */
        0.000F,  /* prose repeats */
        0.000F,  /* prose repeats, titled */
        0.000F,  /* density 1 */
        0.000F,  /* share 1 */
        0.000F,  /* prose 1 */
        0.000F,  /* density 2 */
        0.000F,  /* share 2 */
        0.000F,  /* prose 2 */
        0.000F,  /* density 3 */
        0.000F,  /* share 3 */
        0.000F,  /* prose 3 */
        0.000F,  /* density 4 */
        0.000F,  /* share 4 */
        0.000F,  /* prose 4 */
        0.000F,  /* in main */
        0.000F,  /* in main, near */
        0.000F,  /* in main, deep */
        0.000F,  /* out of main */
        0.051F,  /* before prose */
        -0.154F, /* long before prose */
        -0.776F, /* behind prose */
        -0.091F, /* long behind prose */
        0.000F,  /* group */
        0.000F,  /* group, prose */
        0.000F,  /* best group */
        0.000F,  /* out of group */
        0.000F,  /* up to group */
        0.500F,  /* prose before */
        0.804F,  /* prose behind */
        0.038F,  /* prose near */
        0.311F,  /* density before */
        -0.451F, /* density behind */
        0.573F,  /* words before */
        0.455F,  /* words behind */
        -0.790F, /* place */
        0.142F,  /* title */
        -1.150F, /* above title */
        1.009F,  /* below title */
        -0.477F, /* behind end */
        0.000F,  /* witnessed */
        0.000F,  /* witnessed, many words */
        0.000F,  /* denied */
        0.000F,  /* denied, many words */
        0.247F,  /* in run */
        1.117F,  /* chosen */
        0.923F,  /* above run */
        -0.788F, /* below run */
        0.360F,  /* between title and run */
        -0.372F, /* line breaks */
        0.243F,  /* digits */
        -0.968F, /* capitals */
        0.065F,  /* few words, in run */
        -0.084F, /* many words, out of run */
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
        -0.848F, /* one */
        1.228F,  /* words */
        0.582F,  /* log words */
        0.006F,  /* few words */
        0.232F,  /* no words */
        -0.772F, /* sentence */
        0.935F,  /* ends sentence */
        0.604F,  /* begins small */
        0.253F,  /* small letters */
        0.056F,  /* prose */
        0.043F,  /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -1.177F, /* tool */
        -0.633F, /* related */
        -0.311F, /* end */
        -0.991F, /* notice */
        0.000F,  /* cut off */
        0.000F,  /* cut off, linked */
        -0.773F, /* dateline */
        0.040F,  /* repeated */
        0.000F,  /* heading */
        0.000F,  /* first heading */
        0.000F,  /* list item */
        0.000F,  /* quote */
        0.000F,  /* code */
        0.000F,  /* table */
        0.000F,  /* strong */
        0.000F,  /* picture */
        0.000F,  /* near body */
        0.000F,  /* near article */
        0.000F,  /* near content */
        0.000F,  /* near lead */
        0.000F,  /* near title */
        0.000F,  /* near meta */
        0.000F,  /* near caption */
        0.000F,  /* near comment */
        0.000F,  /* near nav */
        0.000F,  /* near frame */
        0.000F,  /* near side */
        0.000F,  /* near related */
        0.000F,  /* near share */
        0.000F,  /* near ad */
        0.000F,  /* near notice */
        0.000F,  /* in body */
        0.000F,  /* in article */
        0.000F,  /* in content */
        0.000F,  /* in lead */
        0.000F,  /* in title */
        0.000F,  /* in meta */
        0.000F,  /* in caption */
        0.000F,  /* in comment */
        0.000F,  /* in nav */
        0.000F,  /* in frame */
        0.000F,  /* in side */
        0.000F,  /* in related */
        0.000F,  /* in share */
        0.000F,  /* in ad */
        0.000F,  /* in notice */
        0.000F,  /* in p */
        0.000F,  /* in item */
        0.000F,  /* in cell */
        0.000F,  /* in <article> */
        0.000F,  /* in <main> */
        0.000F,  /* in <header> */
        0.000F,  /* in <footer> */
        0.000F,  /* in <aside> */
        0.000F,  /* in <nav> */
        0.000F,  /* in <form> */
        0.000F,  /* in <figure> */
        0.000F,  /* in <address> */
        0.000F,  /* furniture */
        0.000F,  /* in link */
        0.000F,  /* repeats */
        0.000F,  /* prose repeats */
        0.000F,  /* prose repeats, titled */
        0.000F,  /* density 1 */
        0.000F,  /* share 1 */
        0.000F,  /* prose 1 */
        0.000F,  /* density 2 */
        0.000F,  /* share 2 */
        0.000F,  /* prose 2 */
        0.000F,  /* density 3 */
        0.000F,  /* share 3 */
        0.000F,  /* prose 3 */
        0.000F,  /* density 4 */
        0.000F,  /* share 4 */
        0.000F,  /* prose 4 */
        0.000F,  /* in main */
        0.000F,  /* in main, near */
        0.000F,  /* in main, deep */
        0.000F,  /* out of main */
        -0.256F, /* before prose */
        -0.066F, /* long before prose */
        -0.476F, /* behind prose */
        -0.059F, /* long behind prose */
        0.000F,  /* group */
        0.000F,  /* group, prose */
        0.000F,  /* best group */
        0.000F,  /* out of group */
        0.000F,  /* up to group */
        0.307F,  /* prose before */
        0.423F,  /* prose behind */
        -0.154F, /* prose near */
        0.255F,  /* density before */
        -0.416F, /* density behind */
        0.356F,  /* words before */
        0.011F,  /* words behind */
        -0.405F, /* place */
        -0.098F, /* title */
        -1.033F, /* above title */
        0.500F,  /* below title */
        -0.370F, /* behind end */
        0.000F,  /* witnessed */
        0.000F,  /* witnessed, many words */
        0.000F,  /* denied */
        0.000F,  /* denied, many words */
        0.016F,  /* in run */
        0.653F,  /* chosen */
        0.650F,  /* above run */
        -0.476F, /* below run */
        0.039F,  /* between title and run */
        -0.276F, /* line breaks */
        0.229F,  /* digits */
        -0.910F, /* capitals */
        0.038F,  /* few words, in run */
        -0.159F, /* many words, out of run */
        1.179F,  /* first look */
        0.370F,  /* first look, tame */
        0.483F,  /* first look before */
        0.222F,  /* first look behind */
        0.501F,  /* first looks before */
        0.228F,  /* first looks behind */
        0.140F,  /* both sides */
        0.000F,  /* likely 1 */
        0.000F,  /* likely 2 */
        0.000F,  /* likely 3 */
        -0.968F, /* likely above */
        0.254F,  /* likely below */
        -0.296F, /* likely around */
        0.614F,  /* kin */
        -0.924F, /* kin, likely */
        0.161F,  /* kin, many words */
        -0.205F, /* no kin */
    },
};
