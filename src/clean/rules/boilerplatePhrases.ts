import { asciiAlternation, type PatternVariants, variantFor } from "./patternVariants.ts";

/**
 * Patterns for lines that are boilerplate in any context, and for headings of the content that follows an article.
 * Except in `CONSENT`, a pattern must match the whole line, so that prose mentioning "newsletter" is kept. To support a
 * language, add alternatives.
 */

const EDGE = "[^\\p{L}\\p{N}©]*";
const ASCII_EDGE = "[^a-z\\d©]*";
const phrase = (...alternatives: string[]): PatternVariants => ({
  unicode: new RegExp(`^${EDGE}(?:${alternatives.join("|")})${EDGE}$`, "iu"),
  ascii: new RegExp(`^${ASCII_EDGE}(?:${asciiAlternation(alternatives)})${ASCII_EDGE}$`, "i"),
});

const SHARING = phrase(
  "(?:share|tweet|pin|email|e-mail|print|save|like|follow|subscribe|comments?|reply|report|flag|copy link|whatsapp|facebook|twitter|x|linkedin|pinterest|reddit|telegram|instagram|youtube|google\\+?|flipboard|tumblr|messenger|rss)(?:[\\s|,/&+·•]+(?:this|via|on|it|us|share|tweet|pin|email|print|save|like|follow|whatsapp|facebook|twitter|x|linkedin|pinterest|reddit|telegram|instagram|google|story|article|page|post|with|friends|to|a|the|by|link))*",
  "\\d[\\d.,]*[km]?\\s+(?:shares?|comments?|views?|likes?|retweets?|replies|votes?|reads?)",
  "(?:teilen|drucken|merken|kommentare?|kommentieren|weiterlesen)",
  "(?:partager|imprimer|commenter|commentaires?|lire (?:la suite|aussi).{0,80})",
  "(?:compartir|imprimir|comentarios?|compartilhar|condividi|stampa|commenti)",
  "(?:поделиться|печать|версия для печати|комментари\\p{L}+|подписаться)",
  "(?:drukuj|udostępnij|komentarze|wyślij|skomentuj|polub)",
  "(?:εκτύπωση|σχόλια|αποστολή|μοιραστείτε.{0,30}|εκτύπωση άρθρου)",
  "(?:分享(?:到|至)?.{0,12}|打印|评论|收藏|字号|转发|微博|微信|责任编辑.{0,20}|编辑[:：].{0,20}|【?(?:大|中|小)】?)",
  "(?:(?:artikel )?(?:teilen|drucken|merken)(?: auf .{0,20})?|per e-?mail (?:senden|teilen)|delen(?: via .{0,20})?|reageer|opslaan)",
  "(?:partager (?:sur|cet article).{0,30}|compartir (?:en|esta|este).{0,30}|guardar|compartilhe.{0,30}|partilhar|condividi su.{0,30}|salva)",
  "(?:поделиться.{0,30}|распечатать|отправить другу|в избранное|твитнуть|мне нравится|podziel się.{0,30}|wydrukuj|poleć)",
  "(?:paylaş|yazdır|yorum yap|beğen|takip et|مشاركة|شارك|طباعة|تابعنا.{0,20})",
  "(?:列印|推薦|轉寄|留言|分享到?.{0,12}|字[級体體].{0,10}|シェア(?:する)?|ツイート|ブックマーク|印刷|保存)",
);
const SERVICE = phrase(
  "advertisements?(?: continue reading below)?|advert|sponsored(?: content| by.{0,40})?|promoted|ad feedback|story continues below.{0,30}|article continues.{0,40}|(?:this )?(?:article|story) continues after.{0,40}|continue reading.{0,60}|read (?:more|full|next|also|the full).{0,80}|scroll (?:down|to continue).{0,60}|skip (?:to|ad|advert).{0,60}",
  "to comment on this (?:article|story|page).{0,120}",
  "(?:sign|log)[ -]?(?:up|in|out|on)(?:[\\s|/]+(?:or|to|for|now|sign|log|up|in|register|here|our|the|newsletters?|free))*|register|subscribe.{0,70}|create (?:a |an )?(?:free )?account|my account|search.{0,20}|menu|home|skip navigation|toggle navigation|close|cancel|back to top|top|next|previous|prev|more|show more|load more|view (?:all|more|gallery|comments).{0,40}|see (?:all|more).{0,40}|click here.{0,80}|watch (?:now|the video.{0,60}|live|more)|play video|video|photos?|gallery|image|enlarge(?: this)? image|\\d+ of \\d+|advertisement",
  "(?:we use|this (?:web)?site uses|our (?:web)?site uses) cookies.{0,300}|(?:accept|reject|manage)(?: all)? cookies|cookie (?:policy|settings|notice)|privacy(?: policy| notice| statement)?|terms(?: of (?:use|service)| and conditions| & conditions)?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|careers|site ?map|help|faqs?|all rights reserved.{0,80}|(?:copyright|©).{0,140}|(?:\\(c\\)|ⓒ) ?\\d{4}.{0,140}|.{0,80}all rights reserved",
  "(?:anzeige|werbung|impressum|datenschutz|agb|kontakt|newsletter|startseite|mehr zum thema.{0,40}|zur startseite)",
  "(?:publicité|mentions légales|s'abonner|accueil|publicidad|suscríbete.{0,40}|pubblicità|publicidade|contacto|aviso legal)",
  "(?:реклама|контакты|о проекте|главная|все права защищены.{0,80}|читайте также.{0,80}|подробнее)",
  "(?:reklama|kontakt|regulamin|strona główna|czytaj (?:więcej|też|także).{0,80}|zobacz (?:więcej|też|także).{0,80}|więcej)",
  "(?:διαφήμιση|επικοινωνία|αρχική(?: σελίδα)?|όροι χρήσης|διαβάστε (?:επίσης|περισσότερα).{0,80}|περισσότερα)",
  "(?:广告|首页|关于我们|联系我们|版权所有.{0,60}|返回首页|上一页|下一页|更多.{0,6}|相关阅读.{0,6}|点击查看.{0,20}|未经授权.{0,40})",
  "(?:wir verwenden|diese (?:web)?seite (?:nutzt|verwendet)|nous utilisons|ce site utilise|utilizamos|usamos|este (?:site|sitio) (?:web )?utili[zc]a|questo sito utilizza|utilizziamo|wij gebruiken|deze (?:web)?site gebruikt)(?: des| i)? cookies?.{0,300}",
  "(?:używamy|ta strona|nasza strona|serwis|мы используем|сайт использует|χρησιμοποιούμε).{0,40}(?:cookies?|ciasteczek|куки).{0,300}",
  "(?:suche|anmelden|registrieren|einloggen|nach oben|hilfe|karriere|mediadaten|weitere artikel|alle rechte vorbehalten.{0,80})",
  "(?:rechercher?|connexion|se connecter|s['’]inscrire|contactez-nous|plan du site|tous droits réservés.{0,80}|iniciar sesión|regístrate|buscar|inicio|política de privacidad|todos los derechos reservados.{0,80})",
  "(?:accedi|registrati|cerca|chi siamo|contatti|tutti i diritti riservati.{0,80}|entrar|cadastre-se|início|contato|termos de uso|todos os direitos reservados.{0,80})",
  "(?:inloggen|registreren|zoeken|over ons|advertentie|alle rechten voorbehouden.{0,80}|zaloguj(?: się)?|zarejestruj(?: się)?|szukaj|wszelkie prawa zastrzeżone.{0,80}|polityka prywatności|o nas)",
  "(?:войти|вход|регистрация|поиск|о нас|обратная связь|карта сайта|политика конфиденциальности|на главную|далее|наверх|загружается.{0,20})",
  "(?:σύνδεση|εγγραφή|αναζήτηση|ταυτότητα|με την επιφύλαξη παντός δικαιώματος.{0,60})",
  "(?:giriş(?: yap)?|üye ol|ana ?sayfa|iletişim|künye|hakkımızda|reklam|tüm hakları saklıdır.{0,80}|devamını oku|تسجيل الدخول|بحث|الرئيسية|اتصل بنا|من نحن|سياسة الخصوصية|إعلان|جميع الحقوق محفوظة.{0,60}|اقرأ المزيد)",
  "(?:登录|注册|登入|註冊|搜索|搜尋|首頁|關於我們|聯絡我們|版權所有.{0,60}|网站地图|广告服务|友情链接|免责声明|設為首頁|设为首页|加入收藏|收藏本站|回到?顶部)",
  "(?:ログイン|会員登録|検索|ホーム|お問い合わせ|利用規約|プライバシーポリシー|広告|続きを読む|로그인|회원가입|검색|광고|이용약관|.{0,40}무단.{0,10}전재.{0,40})",
);
/**
 * The first words of paragraphs in cookie consent dialogs. These texts come from a few consent tools and are the same
 * on many sites. Articles about cookies do not begin paragraphs this way.
 */
const CONSENT = new RegExp(
  `^[^\\p{L}]*(?:${[
    "this (?:web)?site uses cookies to improve your experience while you|necessary cookies are absolutely essential for|any cookies that may not be particularly necessary",
    "functional cookies help to perform certain|performance cookies are used to understand and|analytical cookies are used to understand how|advertisement cookies are used to provide|other uncategorized cookies are those",
    "these cookies (?:are (?:strictly )?(?:necessary|essential) for the (?:web)?site to|allow us to count visits|enable the (?:web)?site to provide enhanced|may be set through our site|are set by a range of)",
    "(?:we and|with your agreement, we and) our (?:\\d+ )?(?:partners|vendors) (?:store|use|process)|we use cookies to personali[sz]e content and ads|cookies are small text files that can be used by",
  ].join("|")})`,
  "iu",
);
const CREDIT =
  /^(?:(?:photos?|image|picture|video|illustration|foto|fot\.|bild|crédit|источник|фото|φωτογραφία|图片?(?:来源|说明)?|来源)(?: ?(?:credits?|by|courtesy(?: of)?|source))?|credits?)\s?[:：].{0,120}$|^(?:getty images|reuters|ap photo|afp|shutterstock|associated press)[^.]{0,60}$|^\(?(?:photo|image|picture) (?:by|courtesy).{0,90}$/iu;
const RELATED_HEADING = phrase(
  "related(?: (?:stories|articles|posts|content|topics|news|links|coverage|items|reading|tags|video|videos|to this story|searches))?|you (?:might|may) (?:also )?(?:like|be interested in|enjoy)|more (?:from|on|in|stories|news|good reads|like this|about)(?: .{0,50})?|most (?:read|popular|viewed|shared|commented|recent)(?: .{0,30})?|recommended(?: (?:for you|stories|articles|reading|videos))?|trending(?: (?:now|stories|topics))?|popular(?: (?:now|posts|stories|articles|on .{0,30}))?|latest (?:news|stories|posts|articles|from .{0,30}|videos|headlines)|editors?['’]? ?(?:s )?(?:picks?|choice)|top stories|what to read next|read next|up next|don['’]t miss|from around the web|around the web|promoted stories|sponsored (?:stories|links)|the hit list|shop .{0,60}|resources|about the author|tags?|filed under|topics?(?: in this article)?|recent (?:posts|stories|comments|articles)|leave a (?:reply|comment).{0,30}|post a comment|(?:\\d+ )?(?:comments?|responses?|replies|thoughts on .{0,90})|join the (?:conversation|discussion)|conversation|discussion|similar (?:stories|articles|posts)|also (?:on|in|read|see) ?.{0,50}|see also|share this.{0,30}|get the latest .{0,80}|(?:sign up|subscribe) .{0,80}newsletters?.{0,60}",
  "mehr zum thema|lesen sie auch|das könnte sie (?:auch )?interessieren|ähnliche (?:artikel|beiträge)|meistgelesen|à lire aussi|sur le même sujet|articles (?:liés|similaires)|les plus lus|te puede interesar|lo más (?:leído|visto)|noticias relacionadas|relacionad[oa]s|leggi anche|articoli correlati|leia (?:também|mais)|mais lidas",
  "читайте также|по теме|материалы по теме|другие новости|новости по теме|самое (?:читаемое|популярное)|комментарии(?: \\(\\d+\\))?|последние новости|еще по теме|также по теме",
  "czytaj (?:także|też|również)|zobacz (?:także|też|również)|powiązane(?: artykuły)?|podobne artykuły|najczęściej czytane|najnowsze|komentarze(?: \\(\\d+\\))?|polecamy|więcej na temat.{0,40}",
  "διαβάστε (?:επίσης|ακόμη|ακόμα)|σχετικά (?:άρθρα|θέματα)|δημοφιλή|τελευταία νέα|σχόλια(?: \\(\\d+\\))?|περισσότερα (?:νέα|άρθρα)|τα πιο διαβασμένα|σχετικές ειδήσεις|ετικέτες.{0,40}",
  "相关(?:新闻|阅读|链接|文章|报道|推荐|专题)|热门(?:新闻|文章|推荐|评论)|延伸阅读|推荐阅读|猜你喜欢|网友评论|最新评论|发表评论|我要评论|更多新闻|関連記事|おすすめ記事",
  "weitere (?:artikel|themen|nachrichten).{0,30}|auch interessant|verwandte (?:artikel|themen)|kommentare(?: \\(\\d+\\))?|lees ook|meer over dit onderwerp|gerelateerd|reacties",
  "vous aimerez aussi|commentaires(?: \\(\\d+\\))?|también te puede interesar|más noticias|comentarios(?: \\(\\d+\\))?|potrebbe interessarti(?: anche)?|i più letti|commenti|veja também|notícias relacionadas|comentários",
  "ilgili haberler|benzer haberler|çok okunanlar|son haberler|yorumlar(?: \\(\\d+\\))?|اقرأ أيضا|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة|آخر الأخبار",
  "相關(?:新聞|文章|閱讀|報導)|延伸閱讀|熱門(?:新聞|文章)|推薦閱讀|最新(?:新聞|文章)|關鍵字.{0,30}|関連(?:ニュース|リンク)|人気記事|あわせて読みたい|最新記事|관련 ?(?:기사|뉴스)|많이 본 (?:기사|뉴스)|댓글",
);

/** Name of a boilerplate rule, as it appears in `Document.removed`. */
export type BoilerplateRule = "sharing" | "service" | "credit";

/** Maximum length of a boilerplate line, in UTF-16 units. */
const MAX_LINE_UNITS = 320;
/** Maximum length of a paragraph in a consent dialog, in UTF-16 units. */
const MAX_CONSENT_UNITS = 1200;
/** Maximum length of a heading of related content, in UTF-16 units. */
const MAX_HEADING_UNITS = 120;

/** Returns the name of the rule that identifies a line as boilerplate in any context, or null if none applies. */
export function boilerplateRule(text: string): BoilerplateRule | null {
  if (text.length > MAX_CONSENT_UNITS) return null;
  if (CONSENT.test(text)) return "service";
  if (text.length > MAX_LINE_UNITS) return null;
  const variant = variantFor(text);
  if (SHARING[variant].test(text)) return "sharing";
  if (SERVICE[variant].test(text)) return "service";
  if (CREDIT.test(text)) return "credit";
  return null;
}

/** Whether a line is a heading of content that follows an article, such as related stories or comments. */
export const isRelatedHeading = (text: string): boolean =>
  text.length <= MAX_HEADING_UNITS && RELATED_HEADING[variantFor(text)].test(text);
