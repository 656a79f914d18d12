#include "article/page/title.h"

/* Written by tests/eval/fit_title.c, which says how. */
const float nd_title_weights[ND_TITLE_FEATURES] = {
    1.494F,  /* heading 1 */
    0.818F,  /* heading 2 */
    -0.403F, /* heading 3 */
    -1.209F, /* lower heading */
    0.772F,  /* only heading 1 */
    0.577F,  /* first heading 1 */
    0.119F,  /* line */
    -0.329F, /* og:title */
    -0.344F, /* headline */
    -0.780F, /* <title> */
    -0.633F, /* piece */
    -0.761F, /* shared with stated */
    1.312F,  /* equal */
    1.206F,  /* equal to several */
    -0.566F, /* equal to <title> */
    0.166F,  /* beginning of stated */
    0.747F,  /* end of stated */
    0.607F,  /* begins with stated */
    -0.813F, /* ends with stated */
    1.082F,  /* piece of <title> */
    -0.280F, /* first piece */
    -0.157F, /* last piece */
    1.155F,  /* first piece, second below */
    1.829F,  /* end of path */
    -0.378F, /* kicker in it, agreed */
    -0.733F, /* kicker in it, alone */
    0.581F,  /* kicker left out */
    -0.074F, /* kicker left out, agreed */
    1.150F,  /* like stated */
    0.341F,  /* much like stated */
    -2.394F, /* line, unlike stated */
    -1.085F, /* unlike stated */
    -2.020F, /* site */
    -2.015F, /* host */
    -0.196F, /* site in it */
    0.544F,  /* like address */
    0.200F,  /* much like address */
    -1.797F, /* one word */
    -0.278F, /* two words */
    0.333F,  /* length */
    -0.086F, /* long */
    0.088F,  /* said again */
    0.332F,  /* said again by heading */
    1.082F,  /* near title */
    -0.101F, /* near article */
    -0.203F, /* near side */
    0.145F,  /* near related */
    0.130F,  /* near frame */
    -1.027F, /* near comment */
    -0.145F, /* in body */
    0.082F,  /* in article */
    -0.908F, /* in comment */
    0.219F,  /* in nav */
    1.003F,  /* in frame */
    -1.151F, /* in side */
    0.320F,  /* in notice */
    -0.095F, /* in <article> */
    1.108F,  /* in <main> */
    1.038F,  /* in <header> */
    -1.156F, /* in <footer> */
    -0.145F, /* in <nav> */
    0.208F,  /* furniture */
    -0.446F, /* in link */
    1.212F,  /* above text */
    0.757F,  /* far above text */
    1.330F,  /* last above text */
    -0.858F, /* below text */
    -0.936F, /* far below text */
    -2.059F, /* label */
    0.216F,  /* line, sentence */
    0.583F,  /* score */
    -0.607F, /* linked */
    -2.937F, /* links home */
    1.213F,  /* links to itself */
};
