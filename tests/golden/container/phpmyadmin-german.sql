-- phpMyAdmin SQL Dump
-- version 5.2.1
CREATE TABLE `berichte` (
  `id` int(11) NOT NULL,
  `titel` varchar(200) NOT NULL,
  `text` longtext NOT NULL,
  `datum` date NOT NULL
) ENGINE=InnoDB;
INSERT INTO `berichte` (`id`, `titel`, `text`, `datum`) VALUES
(1, 'Der Steg', 'Der Steg wird\r\n\r\ngeschlossen.', '2024-03-05'),
(2, 'Die Schule', 'Die Schule heizt.', '2024-03-06');
ALTER TABLE `berichte` ADD PRIMARY KEY (`id`);
