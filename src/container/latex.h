/*
 * Text with LaTeX's commands for letters and signs, as text: {\"u} is ü, \& is &, --- a dash. Of other
 * commands what they are given stays; mathematics stays as written. Linear. Private to the container stage.
 */
#ifndef CONTAINER_LATEX_H
#define CONTAINER_LATEX_H

#include "newsdex/arena.h"

struct nd_str nd_latex_text(struct nd_str latex, struct nd_arena *arena);

#endif
