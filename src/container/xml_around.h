/*
 * What the elements around records of XML say of them (around.h): attributes of what is open, and elements in
 * it that have nothing but text, as far as they stand before the record. Private to the container stage.
 */
#ifndef CONTAINER_XML_AROUND_H
#define CONTAINER_XML_AROUND_H

#include "container/around.h"

struct nd_xml_around;

struct nd_xml_around *nd_xml_around_new(struct nd_arena *arena);
/* Goes on with what stands between the end of one record and the beginning of the next. What is said for that
 * one, to be put into it with nd_around_put; borrowed as long as the arena. */
struct nd_str nd_xml_around_pass(struct nd_xml_around *around, struct nd_str between);

#endif
