#include "article/page/title.h"

/* Written by tests/eval/fit_title.c, which says how. */
const float nd_title_weights[ND_TITLE_FEATURES] = {
    1.546F,  /* heading 1 */
    0.984F,  /* heading 2 */
    -0.303F, /* heading 3 */
    -1.020F, /* lower heading */
    0.681F,  /* only heading 1 */
    0.387F,  /* first heading 1 */
    0.411F,  /* line */
    -0.384F, /* og:title */
    -0.472F, /* headline */
    -0.235F, /* <title> */
    0.395F,  /* piece */
    -0.831F, /* shared with stated */
    1.038F,  /* equal */
    1.324F,  /* equal to several */
    -0.230F, /* equal to <title> */
    0.451F,  /* beginning of stated */
    0.532F,  /* end of stated */
    0.391F,  /* begins with stated */
    -0.685F, /* ends with stated */
    1.011F,  /* piece of <title> */
    -0.248F, /* first piece */
    -0.457F, /* last piece */
    1.800F,  /* end of path */
    -0.451F, /* kicker in it, agreed */
    -0.752F, /* kicker in it, alone */
    0.767F,  /* kicker left out */
    -0.040F, /* kicker left out, agreed */
    1.072F,  /* like stated */
    0.090F,  /* much like stated */
    -2.355F, /* line, unlike stated */
    -1.022F, /* unlike stated */
    -1.338F, /* site */
    -2.021F, /* host */
    0.132F,  /* site in it */
    1.020F,  /* like address */
    0.287F,  /* much like address */
    -1.418F, /* one word */
    -0.352F, /* two words */
    0.329F,  /* length */
    -0.285F, /* long */
    0.241F,  /* said again */
    -0.310F, /* said again by heading */
    1.154F,  /* near title */
    0.134F,  /* near article */
    -0.181F, /* near side */
    0.080F,  /* near related */
    -0.397F, /* near frame */
    -1.034F, /* near comment */
    -0.027F, /* in body */
    0.045F,  /* in article */
    -0.619F, /* in comment */
    0.529F,  /* in nav */
    0.424F,  /* in frame */
    -0.774F, /* in side */
    0.663F,  /* in notice */
    -0.284F, /* in <article> */
    0.942F,  /* in <main> */
    0.561F,  /* in <header> */
    -1.194F, /* in <footer> */
    -0.185F, /* in <nav> */
    0.212F,  /* furniture */
    -0.521F, /* in link */
    1.222F,  /* above text */
    0.401F,  /* far above text */
    1.208F,  /* last above text */
    -0.721F, /* below text */
    -1.006F, /* far below text */
    -2.070F, /* label */
    0.339F,  /* line, sentence */
    0.571F,  /* score */
    -0.483F, /* linked */
    -3.279F, /* links home */
    1.226F,  /* links to itself */
};
