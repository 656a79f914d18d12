#!/usr/bin/env perl
# Writes one JSON Lines file of articles of about 1 KB (or BYTES of text), made of stretches of three words of the texts in a folder:
# each has a title, a day in five years, a publisher of fifty, a topic of four hundred. The same seed gives the same.
# usage: tests/bench/lines.pl FOLDER COUNT [SEED [BYTES]] > articles.jsonl
use strict;
use warnings;
use File::Find;

my ($folder, $count, $seed, $bytes) = @ARGV;
die "usage: $0 FOLDER COUNT [SEED [BYTES]]\n" unless defined $count && $count =~ /^\d+$/;
srand($seed // 1);
$bytes //= 900;

my @words;
my @files;
find({ wanted => sub { push @files, $File::Find::name if -f }, no_chdir => 1 }, $folder);
for my $file (sort @files) {
    last if @words > 800_000;
    open my $in, '<', $file or die "$file: $!\n";
    local $/;
    push @words, split ' ', <$in>;
}
s/[\\"\x00-\x1f]//g for @words;
die "$folder: too few words\n" if @words < 100;

for my $n (0 .. $count - 1) {
    my ($text, $at) = ('', int rand(@words - 6));
    my $title = join ' ', @words[$at .. $at + 5];
    while (length $text < $bytes) {
        my $i = int rand(@words - 3);
        $text .= "$words[$i] $words[$i + 1] $words[$i + 2] ";
    }
    printf "{\"title\":\"%s %d\",\"date\":\"%04d-%02d-%02d\",\"publisher\":\"Paper %d\",\"tags\":[\"topic %d\"],\"text\":\"%s.\"}\n",
        $title, $n, 2019 + int($n / 12) % 5, 1 + $n % 12, 1 + ($n * 7) % 28, $n % 50, $n % 400, $text;
}
