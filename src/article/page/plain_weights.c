#include "article/page/main_text.h"

/* Written by tests/eval/fit_main_text.c, which says how. First look, second look. */
const float nd_plain_weights[2][ND_MAIN_FEATURES] = {
    {
        -2.124F, /* one */
        1.653F,  /* words */
        0.802F,  /* log words */
        -0.040F, /* few words */
        0.359F,  /* no words */
        -1.426F, /* sentence */
        1.684F,  /* ends sentence */
        0.994F,  /* begins small */
        0.418F,  /* small letters */
        0.239F,  /* prose */
        -0.264F, /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -2.012F, /* tool */
        -1.362F, /* related */
        -0.774F, /* end */
        -1.412F, /* notice */
        -0.488F, /* cut off */
        0.000F,  /* cut off, linked */
        -1.118F, /* dateline */
        0.239F,  /* repeated */
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
        0.040F,  /* before prose */
        0.090F,  /* long before prose */
        -1.146F, /* behind prose */
        -0.019F, /* long behind prose */
        0.000F,  /* group */
        0.000F,  /* group, prose */
        0.000F,  /* best group */
        -0.014F, /* out of group */
        -0.014F, /* up to group */
        0.437F,  /* prose before */
        0.946F,  /* prose behind */
        -0.063F, /* prose near */
        0.569F,  /* density before */
        -0.623F, /* density behind */
        0.866F,  /* words before */
        0.138F,  /* words behind */
        -0.553F, /* place */
        0.250F,  /* title */
        -1.659F, /* above title */
        0.794F,  /* below title */
        -0.420F, /* behind end */
        0.000F,  /* witnessed */
        0.000F,  /* witnessed, many words */
        0.000F,  /* denied */
        0.000F,  /* denied, many words */
        0.463F,  /* in run */
        1.055F,  /* chosen */
        0.830F,  /* above run */
        -0.621F, /* below run */
        0.316F,  /* between title and run */
        -0.034F, /* few words, in run */
        0.012F,  /* many words, out of run */
        0.715F,  /* words, in run */
        0.540F,  /* words, above run */
        0.377F,  /* sentence, in run */
        -1.436F, /* place in run */
        0.730F,  /* first of run */
        -0.330F, /* line breaks */
        0.141F,  /* digits */
        -1.419F, /* capitals */
        0.734F,  /* ends with colon */
        -0.546F, /* asks */
        -0.654F, /* exclaims */
        -1.544F, /* bar */
        -0.272F, /* arrow */
        -0.391F, /* mail */
        0.433F,  /* address */
        -0.469F, /* copyright */
        -0.488F, /* dots */
        0.707F,  /* quotes */
        0.652F,  /* commas */
        -1.642F, /* labels above */
        -0.367F, /* labels below */
        -0.096F, /* dates above */
        -0.609F, /* dates below */
        -0.704F, /* list */
        0.495F,  /* list, in run */
        1.330F,  /* list with digits */
        -0.602F, /* list with digits, in run */
        0.387F,  /* short lines before */
        0.354F,  /* short lines behind */
        0.221F,  /* short, alone */
        0.443F,  /* short, alone, in run */
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
        -0.871F, /* one */
        1.244F,  /* words */
        0.565F,  /* log words */
        0.092F,  /* few words */
        0.303F,  /* no words */
        -1.226F, /* sentence */
        1.389F,  /* ends sentence */
        0.813F,  /* begins small */
        0.233F,  /* small letters */
        0.070F,  /* prose */
        -0.266F, /* long prose */
        0.000F,  /* density */
        0.000F,  /* only links */
        0.000F,  /* density, many words */
        -1.792F, /* tool */
        -1.204F, /* related */
        -0.714F, /* end */
        -1.306F, /* notice */
        -0.324F, /* cut off */
        0.000F,  /* cut off, linked */
        -1.135F, /* dateline */
        0.113F,  /* repeated */
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
        -0.121F, /* before prose */
        0.020F,  /* long before prose */
        -0.906F, /* behind prose */
        0.084F,  /* long behind prose */
        0.000F,  /* group */
        0.000F,  /* group, prose */
        0.000F,  /* best group */
        -0.006F, /* out of group */
        -0.006F, /* up to group */
        0.138F,  /* prose before */
        0.646F,  /* prose behind */
        -0.332F, /* prose near */
        0.488F,  /* density before */
        -0.550F, /* density behind */
        0.590F,  /* words before */
        -0.095F, /* words behind */
        -0.294F, /* place */
        0.121F,  /* title */
        -1.193F, /* above title */
        0.629F,  /* below title */
        -0.307F, /* behind end */
        0.000F,  /* witnessed */
        0.000F,  /* witnessed, many words */
        0.000F,  /* denied */
        0.000F,  /* denied, many words */
        0.196F,  /* in run */
        0.696F,  /* chosen */
        0.628F,  /* above run */
        -0.256F, /* below run */
        0.042F,  /* between title and run */
        -0.020F, /* few words, in run */
        -0.038F, /* many words, out of run */
        0.539F,  /* words, in run */
        0.261F,  /* words, above run */
        0.330F,  /* sentence, in run */
        -0.905F, /* place in run */
        0.467F,  /* first of run */
        -0.358F, /* line breaks */
        0.144F,  /* digits */
        -1.313F, /* capitals */
        0.628F,  /* ends with colon */
        -0.542F, /* asks */
        -0.631F, /* exclaims */
        -1.421F, /* bar */
        -0.268F, /* arrow */
        -0.352F, /* mail */
        0.307F,  /* address */
        -0.438F, /* copyright */
        -0.324F, /* dots */
        0.652F,  /* quotes */
        0.562F,  /* commas */
        -0.834F, /* labels above */
        -0.014F, /* labels below */
        -0.004F, /* dates above */
        -0.492F, /* dates below */
        -0.675F, /* list */
        0.485F,  /* list, in run */
        1.198F,  /* list with digits */
        -0.669F, /* list with digits, in run */
        0.312F,  /* short lines before */
        0.452F,  /* short lines behind */
        0.223F,  /* short, alone */
        0.310F,  /* short, alone, in run */
        1.039F,  /* first look */
        0.081F,  /* first look, tame */
        0.418F,  /* first look before */
        0.315F,  /* first look behind */
        1.018F,  /* first looks before */
        0.208F,  /* first looks behind */
        -0.209F, /* both sides */
        0.000F,  /* likely 1 */
        0.000F,  /* likely 2 */
        0.000F,  /* likely 3 */
        -0.884F, /* likely above */
        0.198F,  /* likely below */
        -0.276F, /* likely around */
        0.538F,  /* kin */
        -0.795F, /* kin, likely */
        -0.037F, /* kin, many words */
        -0.268F, /* no kin */
    },
};
