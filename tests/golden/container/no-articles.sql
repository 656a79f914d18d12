-- MySQL dump 10.13
CREATE TABLE `items` (`id` int, `price` int);
INSERT INTO `items` VALUES (1,2),(2,3);
