#include "newsdex/analysis.h"

#include "newsdex/utf8.h"

#include <string.h>

/*
 * Function words by language: articles, pronouns, prepositions, conjunctions, auxiliaries, question words and
 * the commonest adverbs of degree. A database holds many languages at once, so words that headlines in
 * another of them are about (AI, war, man, car, US) are left out. Folded forms, each between spaces.
 */
struct word_list {
    char code[3]; /* of two letters */
    const char *words;
};

static const struct word_list lists[] = {
    {"ar", " من في علي الي عن مع ان انه انها هذا هذه ذلك تلك التي الذي الذين كان كانت كما لم لن لا ما قد "
           "هو هي هم هل او ثم بين كل بعد قبل عند غير حتي اذا لكن وقد وفي ومن وهو وهي فيه فيها به بها له "
           "لها منه منها عليه عليها اليه اليها كيف اين متي لماذا ماذا اي لدي منذ خلال حول دون ولا وما "
           "وان ولم "},
    {"ca", " el la els les un una uns unes lo de del dels al als a amb en per pel pels sobre entre sense "
           "fins des cap i o ni pero sino que qui quin quina quins quines com quan on perque si no ja "
           "tambe molt mes menys tan jo tu ell ella nosaltres vosaltres ells elles em et es ens us hi "
           "ho li meu teu seu meva teva seva aquest aquesta aquests aquestes aquell aquella aixo allo "
           "son era eren ser estar esta ha han he hem havia va van vaig fer fa l d s m t n "},
    {"cs", " a i o u v k s z ve ke se ze na do od po pro pri pred pod nad mezi bez za aby jako jak kde "
           "kdy kdo co ktery ktera ktere kteri proc ale nebo ani kdyz protoze pokud tak take jen jeste "
           "uz ja ty on ona ono my vy oni jej jeho jeji jejich jim ho mu ji nas vas nam vam ten ta to "
           "ti tento tato toto je jsou jsem jsi jsme jste byl byla bylo byli byt bude budou by bych "
           "neni nejsou si ne "},
    {"da", " en et den det de og i at til for fra med om af pa som der har havde er var vaere blev "
           "bliver blive vil ville kan kunne skal skulle ma jeg du han hun vi mig dig ham hende os jer "
           "dem min mit mine din dit dine hans hendes vores deres sin sit sine sig denne dette disse "
           "ikke eller hvis nar fordi hvad hvem hvor hvordan hvorfor hvornar hvilken hvilket hvilke sa "
           "ogsa efter under over ved mod uden mellem gennem end da her "},
    {"de", " der die das den dem des ein eine einen einem einer eines und oder aber sondern denn doch "
           "weil dass ob wenn als wie wer was wen wem wessen wo wann warum wieso welche welcher welches "
           "welchen welchem ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich mein "
           "meine meinen meinem meiner dein deine sein seine seinen seinem seiner ihre ihren ihrem "
           "ihrer unser unsere euer eure dieser diese dieses diesen diesem jener jene jenes in im an am "
           "auf aus bei beim mit nach von vom zu zum zur uber unter fur durch gegen ohne um vor hinter "
           "zwischen neben seit bis ist sind waren bist seid gewesen wird werden wurde wurden worden "
           "haben habe hatte hatten kann konnen konnte konnten soll sollen sollte sollten muss mussen "
           "musste will wollen darf durfen nicht kein keine keinen keinem keiner auch nur noch schon "
           "sehr so da dort hier ja nein "},
    {"el", " ο η το οι τα του τησ των τον την τουσ τισ στο στον στη στην στουσ στισ στα ενασ μια ενα "
           "ενοσ μιασ και αλλα ομωσ οτι που πωσ ποιοσ ποια ποιο ποιοι τι ποτε γιατι αν οταν οπωσ σαν "
           "για με σε απο προσ κατα μετα παρα χωρισ μεχρι εωσ υπο επι εγω εσυ αυτοσ αυτη αυτο αυτοι "
           "αυτεσ αυτα εμεισ εσεισ μου σου μασ σασ ειναι ειμαι ηταν εχει εχουν ειχε θα να δεν μη μην "
           "πολυ πιο οσο οποιοσ οποια οποιο "},
    {"en", " a an the and or but nor so if then than that this these those there here of in on at by for "
           "from to into onto with without within about above below under over between among through "
           "during before after since until against toward towards upon off out up down as per via is "
           "am are was were be been being do does did doing done has have had having will would shall "
           "should can could might must ought i me my mine myself you your yours yourself he him his "
           "himself she her hers herself it its itself we our ours ourselves they them their theirs "
           "themselves who whom whose which what when where why how not no any some each every both "
           "either neither all such own same other another more most much many few very too just also "
           "only even still yet again because while though although unless whether dont doesnt didnt "
           "isnt arent wasnt werent cant cannot couldnt wont wouldnt shouldnt hasnt havent hadnt s t d "
           "m ll re ve "},
    {"es", " el la los las lo un una unos unas de del al a ante bajo con contra desde en entre hacia "
           "hasta para por segun sin sobre tras y e o u ni pero sino aunque porque pues que si no como "
           "cuando donde quien quienes cual cuales cuanto cuanta cuantos cuantas cuyo cuya yo tu ella "
           "ello usted nosotros vosotros ellos ellas ustedes me te se nos os le les mi mis su sus tus "
           "nuestro nuestra nuestros nuestras este esta esto estos estas ese esa eso esos esas aquel "
           "aquella aquello es son era eran fue fueron ser sido siendo soy eres somos estan estaba "
           "estaban estar ha han he hemos habia haber hay hubo muy mas menos tan tambien ya asi "},
    {"fi", " ja tai vai mutta etta jos kun kuin koska vaikka sina mina han me te he se ne tama tuo nama "
           "nuo minun sinun hanen meidan teidan heidan sen niiden taman joka jotka jonka jota jossa "
           "mika mita missa mista mihin milloin miksi miten kuka ketka kenen on ovat oli olivat olla "
           "ole olen olet olemme ollut eivat ei en et emme ette myos niin vain viela jo kuten seka eli "
           "itse siita siina "},
    {"fr", " le la les l un une des du de d au aux a et ou ni mais donc or que qu qui quoi dont quel "
           "quelle quels quelles lequel laquelle lesquels lesquelles comment pourquoi quand combien si "
           "je j tu il elle on nous vous ils elles me m te t se s lui leur leurs moi toi soi eux y en "
           "ce c cet cette ces cela ca ceci celui celle ceux celles mon ma mes ton ta tes son sa ses "
           "notre nos votre vos dans par pour sur sous avec sans entre vers chez contre depuis pendant "
           "avant apres jusque jusqu lors lorsque lorsqu puisque puisqu parce afin est sont etait "
           "etaient etre suis es sommes etes sera serait fut as avons avez ont avait avaient avoir aura "
           "aurait eu ne n pas plus tres aussi tout tous toute toutes comme meme ainsi alors "},
    {"hu", " a az egy es vagy de hogy ha mert mint is nem ne sem meg csak most itt ott ez azt ezt ennek "
           "annak ebben abban ezek azok en te o mi ti ok engem teged ot minket titeket oket aki akik "
           "ami amik amely amelyek mely melyek ki mit hol mikor miert hogyan milyen melyik van vannak "
           "volt voltak lesz lenni volna lehet kell el le fel be at utan elott alatt kozott szerint "
           "altal "},
    {"id", " yang dan di ke dari untuk dengan pada dalam oleh kepada bagi antara tentang sebagai seperti "
           "atau tetapi tapi namun karena jika bila kalau agar supaya bahwa ketika saat saya aku kamu "
           "anda dia ia kami kita mereka ini itu tersebut adalah ialah akan telah sudah sedang masih "
           "belum tidak bukan jangan juga hanya saja lagi sangat lebih paling apa siapa mana kapan "
           "mengapa kenapa bagaimana berapa para sang si ada bisa dapat harus serta maupun "},
    {"it", " il lo la i gli le l un uno una di del dello della dei degli delle dell d a al allo alla "
           "agli alle all da dal dallo dalla dai dagli dalle dall in nel nello nella nei negli nelle "
           "nell su sul sullo sulla sui sugli sulle sull con col per tra fra e ed o od ma se che chi "
           "cui quale quali quanto quanta quanti quante come quando dove perche io tu lui lei noi voi "
           "loro mi ti ci vi si ne me te ce ve mio mia miei mie tuo tua tuoi tue suo sua suoi sue "
           "nostro nostra nostri nostre vostro vostra questo questa questi queste quello quella quelli "
           "quelle quell quest quel quei non piu meno molto anche ancora gia sono sei siamo siete era "
           "erano essere stato stata stati state sara fu ho hai ha abbiamo avete hanno aveva avevano "
           "avere "},
    {"nb", " en et ei den det de og i a at til for fra med om av pa som er var vaere vaert ble blir bli "
           "har hadde vil ville kan kunne skal skulle ma matte jeg eg du han hun vi dere meg deg seg "
           "ham henne oss dem min mitt mine din ditt dine hans hennes vart vare deres sin sitt sine "
           "denne dette disse ikke ikkje eller hvis nar fordi hva hvem hvor hvordan hvorfor hvilken "
           "hvilket hvilke kva kven korleis ein eit ho dei sa ogsa etter under over ved mot uten mellom "
           "gjennom enn da her "},
    {"nl", " de het een en of maar want dus dat die dit deze van in op aan bij met voor door naar uit "
           "over onder tegen tussen zonder tot om te als dan toen omdat hoewel terwijl wie wat waar "
           "wanneer waarom hoe welke welk ik jij je u hij zij ze wij we jullie mij me jou hem haar ons "
           "hen hun zich mijn jouw zijn onze uw er is was waren ben bent geweest wordt worden werd "
           "werden heeft hebben heb had hadden kan kunnen kon konden zal zullen zou zouden moet moeten "
           "mag mogen wil willen niet geen ook nog al wel zo zeer s t n "},
    {"pl", " i w z na do o u od po za przed przez przy pod nad miedzy bez dla ze we oraz lub albo ale "
           "lecz czy zeby aby jak jako jesli gdy gdzie kiedy kto co ktory ktora ktore ktorzy dlaczego "
           "poniewaz tak nie tez takze tylko juz jeszcze sie ja ty on ona ono my wy oni one mnie mi cie "
           "go mu jej jego ich im nas nam was wam ten ta to te ci tego tej tym tych jest sa byl byla "
           "bylo byli byly byc bedzie beda bylby jestem "},
    {"pt", " o a os as um uma uns umas de do da dos das ao aos em no na nos nas num numa por pelo pela "
           "pelos pelas para com sem sob sobre entre ate desde contra e ou nem mas porem porque pois "
           "que se nao como quando onde quem qual quais quanto quanta quantos quantas cujo cuja eu tu "
           "ele ela vos eles elas voce voces me te lhe lhes meu minha meus minhas teu tua seu sua seus "
           "suas nosso nossa nossos nossas este esta isto estes estas esse essa isso esses essas aquele "
           "aquela aquilo sao era eram foi foram ser sido sendo sou somos estao estava estar ha tem "
           "tinha ter muito mais menos tao tambem ja so "},
    {"ro", " un o unui unei de din la in pe cu pentru prin despre dupa intre fara sub peste spre catre "
           "si sau dar iar insa ca sa daca nu cand unde cum cine ce care caruia careia cat eu tu el ea "
           "noi voi ei ele ma te il ii le va imi iti isi meu mea mei mele tau ta lor lui acest aceasta "
           "acesti aceste acel acea acei acele al a ale este sunt e era erau fi fost fiind am are au "
           "aveau vor ar foarte tot asa doar nici "},
    {"ru", " и в во на с со к ко у о об от до из за по для при под над перед через без между про а но да "
           "или ни что чтобы как так если когда где куда откуда кто почему зачем какой какая какое "
           "какие каких который которая которое которые которого которой которых чей не нет же бы ли "
           "уже еще только также тоже я ты он она оно мы вы они меня тебя его ее нас вас их мне тебе "
           "ему ей нам вам им мной ним ней ними свой своя свое свои своих мой твой наш ваш этот эта это "
           "эти этого этой этих тот та то те того той тех был была было были быть будет будут есть "
           "очень более менее "},
    {"sv", " en ett den det de och i att till for fran med om av pa som ar var vara varit blev blir bli "
           "har hade vill ville kan kunde ska skall skulle maste jag du han hon vi ni mig dig honom "
           "henne oss er dem sig min mitt mina din ditt dina hans hennes vart deras sin sitt sina denna "
           "detta dessa inte eller nar darfor eftersom vad vem hur varfor vilken vilket vilka sa ocksa "
           "efter under over vid mot utan mellan genom an da dar "},
    {"tr", " ve veya ya da de ile ama fakat ancak cunku ki bu su o bir icin gibi kadar gore dogru sonra "
           "beri uzere ben sen biz siz onlar beni seni onu bizi sizi onlari bana sana ona bize size "
           "onlara benim senin onun bizim sizin onlarin bunu sunu bunlar ne kim nasil neden nicin "
           "nerede hangi kac mi mu degil var yok olan olarak oldu olur olsa ise daha en cok her hem hic "
           "diye "},
    {"uk", " і й та в у на з із зі до від за по для при під над перед через без між про а але або чи ні "
           "що щоб як так якщо коли де куди хто чому який яка яке які якого якої яких не же б би лише "
           "тільки також вже ще я ти він вона воно ми ви вони мене тебе його її нас вас їх мені тобі "
           "йому їй нам вам їм свій своя своє свої мій твій наш ваш цей ця це ці цього цієї цих той те "
           "ті був була було були бути буде будуть є "},
};

static const char *find_list(struct nd_str code) {
    char first, second;

    if (code.len < 2 || (code.len > 2 && nd_char_is_alpha(code.ptr[2])))
        return NULL;
    first = nd_char_lower(code.ptr[0]);
    second = nd_char_lower(code.ptr[1]);
    if (first == 'n' && (second == 'o' || second == 'n')) /* Norwegian */
        second = 'b';
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (first == lists[i].code[0] && second == lists[i].code[1])
            return lists[i].words;
    return NULL;
}

bool nd_function_words_have(struct nd_str folded, const struct nd_str *languages, size_t language_count) {
    enum { LONGEST = 30 };
    char spaced[LONGEST + 3] = " ";

    if (folded.len == 0 || folded.len > LONGEST || memchr(folded.ptr, ' ', folded.len) != NULL ||
        memchr(folded.ptr, '\0', folded.len) != NULL)
        return false;
    memcpy(spaced + 1, folded.ptr, folded.len);
    spaced[folded.len + 1] = ' ';
    for (size_t i = 0; i < language_count; i++) {
        const char *words = languages[i].len > 0 ? find_list(languages[i]) : NULL;
        if (words != NULL && strstr(words, spaced) != NULL)
            return true;
    }
    return false;
}

/* The number of the bit of a word. */
static uint32_t bit_of(struct nd_str word) {
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
    return (hash ^ hash >> 16) % (sizeof(struct nd_function_sketch) * 8);
}

void nd_function_words_sketch(struct nd_function_sketch *sketch, const struct nd_str *languages,
                              size_t language_count) {
    *sketch = (struct nd_function_sketch){0};
    for (size_t i = 0; i < language_count; i++) {
        const char *at = find_list(languages[i]);
        for (at = at == NULL ? NULL : strchr(at, ' '); at != NULL && at[1] != '\0';
             at = strchr(at + 1, ' ')) {
            uint32_t bit = bit_of(nd_str_of(at + 1, strcspn(at + 1, " ")));
            sketch->bits[bit / 64] |= (uint64_t)1 << bit % 64;
        }
    }
}

bool nd_function_words_may_have(const struct nd_function_sketch *sketch, struct nd_str folded) {
    uint32_t bit = bit_of(folded);

    return (sketch->bits[bit / 64] >> bit % 64 & 1) != 0;
}

size_t nd_function_words_characters(struct nd_str token) {
    static const char characters[] =
        "的了是在和与及或也就都而为于以之其此这那哪谁何什么怎吗呢吧多少几被把将对从由有个些样"
        "與為於這誰麼嗎幾將對從個樣";
    size_t count = 0;

    for (size_t length; token.len > 0; token = nd_str_skip(token, length)) {
        uint32_t c;
        length = nd_utf8_decode(token, &c);
        if (c >= 0x3041 && c <= 0x30FF)
            return SIZE_MAX;
        count +=
            length == 3 && nd_str_find(nd_str_from(characters), nd_str_slice(token, 0, length)) != SIZE_MAX;
    }
    return count;
}
