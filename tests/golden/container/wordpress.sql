-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: blog
-- ------------------------------------------------------
-- Server version	8.0.36
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `wp_options`;
CREATE TABLE `wp_options` (
  `option_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `option_name` varchar(191) NOT NULL DEFAULT '',
  `option_value` longtext NOT NULL,
  PRIMARY KEY (`option_id`)
) ENGINE=InnoDB;
LOCK TABLES `wp_options` WRITE;
INSERT INTO `wp_options` VALUES (1,'siteurl','https://x.example; (a)'),(2,'x','it\'s; INSERT INTO `wp_posts` VALUES (1)');
UNLOCK TABLES;
CREATE TABLE `wp_posts` (
  `ID` bigint unsigned NOT NULL AUTO_INCREMENT,
  `post_author` bigint unsigned NOT NULL DEFAULT '0',
  `post_date` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `post_date_gmt` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `post_content` longtext NOT NULL,
  `post_title` text NOT NULL,
  `post_excerpt` text NOT NULL,
  `post_status` varchar(20) NOT NULL DEFAULT 'publish',
  `comment_status` varchar(20) NOT NULL DEFAULT 'open',
  `ping_status` varchar(20) NOT NULL DEFAULT 'open',
  `post_password` varchar(255) NOT NULL DEFAULT '',
  `post_name` varchar(200) NOT NULL DEFAULT '',
  `to_ping` text NOT NULL,
  `pinged` text NOT NULL,
  `post_modified` datetime NOT NULL,
  `post_modified_gmt` datetime NOT NULL,
  `post_content_filtered` longtext NOT NULL,
  `post_parent` bigint unsigned NOT NULL DEFAULT '0',
  `guid` varchar(255) NOT NULL DEFAULT '',
  `menu_order` int NOT NULL DEFAULT '0',
  `post_type` varchar(20) NOT NULL DEFAULT 'post',
  `post_mime_type` varchar(100) NOT NULL DEFAULT '',
  `comment_count` bigint NOT NULL DEFAULT '0',
  PRIMARY KEY (`ID`),
  KEY `post_name` (`post_name`(191))
) ENGINE=InnoDB;
INSERT INTO `wp_posts` VALUES (1,1,'2024-03-05 09:00:00','2024-03-05 08:00:00','<!-- wp:paragraph -->\n<p>The harbour board\'s vote (on Tuesday) closes the pier; ships go to the \"old\" quay.</p>\n<!-- /wp:paragraph -->','Harbour board\'s pier','','publish','open','open','','pier','','','2024-03-06 09:00:00','2024-03-06 08:00:00','',0,'https://x.example/?p=1',0,'post','',2),(2,1,'2024-03-05 09:00:00','2024-03-05 08:00:00','<p>Old</p>','Harbour board\'s pier','','inherit','closed','closed','','1-revision-v1','','','2024-03-06 09:00:00','2024-03-06 08:00:00','',1,'https://x.example/?p=2',0,'revision','',0);
INSERT INTO `wp_posts` VALUES (3,1,'2024-03-07 09:00:00','0000-00-00 00:00:00','A draft about the market hall.','Market hall','','draft','open','open','','','','','2024-03-07 09:00:00','2024-03-07 08:00:00','',0,'https://x.example/?p=3',0,'post','',0);
