#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_plain_weights[2][ND_MAIN_FEATURES] = {
    {
        -2.259F, /* one */
        1.809F,  /* words */
        0.927F,  /* log words */
        -0.146F, /* few words */
        0.238F,  /* no words */
        -0.979F, /* sentence */
        1.277F,  /* ends sentence */
        0.761F,  /* begins small */
        0.380F,  /* small letters */
        0.283F,  /* prose */
        0.291F,  /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -1.267F, /* tool */
        -0.802F, /* related */
        -0.420F, /* end */
        -1.007F, /* notice */
        -0.658F, /* dateline */
        0.126F,  /* repeated */
        0.000F,  /* witnessed */
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
        0.007F,  /* before prose */
        -0.143F, /* long before prose */
        -0.786F, /* behind prose */
        -0.109F, /* long behind prose */
        0.442F,  /* prose before */
        0.706F,  /* prose behind */
        0.057F,  /* prose near */
        0.310F,  /* density before */
        -0.564F, /* density behind */
        0.521F,  /* words before */
        0.562F,  /* words behind */
        -0.778F, /* place */
        0.131F,  /* title */
        -1.164F, /* above title */
        1.028F,  /* below title */
        -0.516F, /* behind end */
        0.158F,  /* in run */
        1.070F,  /* chosen */
        0.933F,  /* above run */
        -0.809F, /* below run */
        0.320F,  /* between title and run */
        -0.356F, /* line breaks */
        0.267F,  /* digits */
        -0.911F, /* capitals */
        0.146F,  /* few words, in run */
        -0.155F, /* many words, out of run */
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
        -1.109F, /* one */
        1.410F,  /* words */
        0.703F,  /* log words */
        -0.032F, /* few words */
        0.223F,  /* no words */
        -0.799F, /* sentence */
        0.994F,  /* ends sentence */
        0.643F,  /* begins small */
        0.208F,  /* small letters */
        0.165F,  /* prose */
        0.108F,  /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -1.160F, /* tool */
        -0.690F, /* related */
        -0.363F, /* end */
        -0.884F, /* notice */
        -0.663F, /* dateline */
        0.132F,  /* repeated */
        0.000F,  /* witnessed */
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
        -0.093F, /* before prose */
        -0.100F, /* long before prose */
        -0.526F, /* behind prose */
        -0.072F, /* long behind prose */
        0.324F,  /* prose before */
        0.298F,  /* prose behind */
        -0.126F, /* prose near */
        0.353F,  /* density before */
        -0.491F, /* density behind */
        0.304F,  /* words before */
        0.090F,  /* words behind */
        -0.371F, /* place */
        0.036F,  /* title */
        -0.991F, /* above title */
        0.640F,  /* below title */
        -0.387F, /* behind end */
        -0.113F, /* in run */
        0.649F,  /* chosen */
        0.698F,  /* above run */
        -0.500F, /* below run */
        0.071F,  /* between title and run */
        -0.229F, /* line breaks */
        0.249F,  /* digits */
        -0.851F, /* capitals */
        0.092F,  /* few words, in run */
        -0.180F, /* many words, out of run */
        1.252F,  /* first look */
        -0.019F, /* first look, tame */
        0.272F,  /* first look before */
        0.252F,  /* first look behind */
        -0.236F, /* first looks before */
        0.406F,  /* first looks behind */
        0.150F,  /* both sides */
        0.000F,  /* likely 1 */
        0.000F,  /* likely 2 */
        0.000F,  /* likely 3 */
    },
};
