/* Texts that tell programs what to do, and no reader anything. Private to the source stage. */
#ifndef SOURCE_SETTINGS_H
#define SOURCE_SETTINGS_H

#include "newsdex/str.h"

/* Lines of names and values, none of which is a text: for files whose names are those of settings. */
bool nd_settings_are(struct nd_str text);
/* [section], and below each name = value: nothing else from beginning to end, under whatever name. */
bool nd_settings_are_ini(struct nd_str text);
/* Names of packages and which of their versions a program needs, one a line: in files called requirements. */
bool nd_settings_are_requirements(struct nd_str text);

#endif
