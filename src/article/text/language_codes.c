/* Sources: ISO 639-1 and 639-2 with both kinds of three letters; the registry of RFC 5646 for codes given up.
 */
#include "article/text/language_codes.h"

/* Languages with a code of two letters, and behind it those of three. */
static const char *const languages =
    "aa aar; ab abk; ae ave; af afr; ak aka; am amh; an arg; ar ara; as asm; av ava; ay aym; az "
    "aze; ba bak; be bel; bg bul; bh bih; bi bis; bm bam; bn ben; bo tib bod; br bre; bs bos; ca "
    "cat; ce che; ch cha; co cos; cr cre; cs cze ces; cu chu; cv chv; cy wel cym; da dan; de ger "
    "deu; dv div; dz dzo; ee ewe; el gre ell; en eng; eo epo; es spa; et est; eu baq eus; fa per "
    "fas; ff ful; fi fin; fj fij; fo fao; fr fre fra; fy fry; ga gle; gd gla; gl glg; gn grn; gu "
    "guj; gv glv; ha hau; he heb; hi hin; ho hmo; hr hrv; ht hat; hu hun; hy arm hye; hz her; ia "
    "ina; id ind; ie ile; ig ibo; ii iii; ik ipk; io ido; is ice isl; it ita; iu iku; ja jpn; jv "
    "jav; ka geo kat; kg kon; ki kik; kj kua; kk kaz; kl kal; km khm; kn kan; ko kor; kr kau; ks "
    "kas; ku kur; kv kom; kw cor; ky kir; la lat; lb ltz; lg lug; li lim; ln lin; lo lao; lt lit; "
    "lu lub; lv lav; mg mlg; mh mah; mi mao mri; mk mac mkd; ml mal; mn mon; mr mar; ms may msa; "
    "mt mlt; my bur mya; na nau; nb nob; nd nde; ne nep; ng ndo; nl dut nld; nn nno; no nor; nr "
    "nbl; nv nav; ny nya; oc oci; oj oji; om orm; or ori; os oss; pa pan; pi pli; pl pol; ps pus; "
    "pt por; qu que; rm roh; rn run; ro rum ron; ru rus; rw kin; sa san; sc srd; sd snd; se sme; "
    "sg sag; si sin; sk slo slk; sl slv; sm smo; sn sna; so som; sq alb sqi; sr srp; ss ssw; st "
    "sot; su sun; sv swe; sw swa; ta tam; te tel; tg tgk; th tha; ti tir; tk tuk; tl tgl; tn tsn; "
    "to ton; tr tur; ts tso; tt tat; tw twi; ty tah; ug uig; uk ukr; ur urd; uz uzb; ve ven; vi "
    "vie; vo vol; wa wln; wo wol; xh xho; yi yid; yo yor; za zha; zh chi zho; zu zul;";

static const char *const regions =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU "
    "GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW "
    "KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU "
    "MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE "
    "YT ZA ZM ZW";

/* Given up for another, or no language but the country where it is spoken. */
static const struct {
    const char *code, *language;
} renamed[] = {
    {"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}, {"sh", "sr"},
    {"jp", "ja"}, {"cz", "cs"}, {"ua", "uk"}, {"gr", "el"}, {"dk", "da"}, {"cn", "zh"},
    {"vn", "vi"}, {"us", "en"}, {"gb", "en"}, {"sp", "es"}, {"rs", "sr"}, {"ir", "fa"},
};

/* What ISO 639-2 has for texts of which the language is not said. */
static const char *const no_languages[] = {"und", "mul", "mis", "zxx"};

/* The entry of a table of codes, which end in "; ", that has code. */
static struct nd_str find_entry(struct nd_str code) {
    struct nd_str rest = nd_str_from(languages);

    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, ';');
        struct nd_str entry = nd_str_trim(nd_str_slice(rest, 0, end));
        rest = nd_str_skip(rest, end + 1);
        for (size_t at = 0; at + code.len <= entry.len; at += at == 0 ? 3 : 4)
            if ((at == 0) == (code.len == 2) &&
                nd_str_eq_nocase(nd_str_slice(entry, at, at + code.len), code))
                return entry;
    }
    return ND_STR_NONE;
}

struct nd_str nd_language_of_code(struct nd_str code) {
    struct nd_str entry = find_entry(code);

    if (entry.len > 0)
        return nd_str_slice(entry, 0, 2);
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (nd_str_eq_nocase(nd_str_from(renamed[i].code), code))
            return nd_str_from(renamed[i].language);
    for (size_t i = 0; i < sizeof no_languages / sizeof *no_languages; i++)
        if (nd_str_eq_nocase(nd_str_from(no_languages[i]), code))
            return ND_STR_NONE;
    for (size_t i = 0; i < code.len; i++)
        if (!nd_char_is_alpha(code.ptr[i]))
            return ND_STR_NONE;
    return code.len == 3 ? code : ND_STR_NONE;
}

bool nd_language_is_region(struct nd_str code) {
    struct nd_str rest = nd_str_from(regions);

    for (; rest.len >= 2; rest = nd_str_skip(rest, 3))
        if (nd_str_eq_nocase(nd_str_slice(rest, 0, 2), code))
            return true;
    return false;
}
