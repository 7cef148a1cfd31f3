import type { Lexicon } from "./lexicon.ts";

export const SPANISH: Lexicon = {
  filler: `por favor, porfa, porfavor, porfis, xfa, pf, puedes, podrias, puede, podria, puedes hacerlo, podrias hacerlo, se puede, es posible, quiero, quisiera, querria, necesito, me gustaria, me puedes, me podrias, hazlo, hazla, haz, hazme, haga, hacer, hacerlo, hacerla, ponlo, ponla, pon, ponme, poner, ponerlo, dame, da, dar, darme, damelo, dime, di, decir,
    muestrame, muestra, escribe, escribelo, escribeme, escribir, escribirlo, traduce, traducelo, traducela, traducir, traducirlo, traduccion, pasalo, pasa, reescribe, reescribelo, el, la, lo, los, las, un, una, unos, unas, me, nos, te, y, pero, ahora, entonces, otra vez, de nuevo, algo, un poco, poco, un poquito, poquito, mucho, solo, solamente, version, texto, documento, articulo, pagina, archivo, informe, todo, toda, esto, este, esta, eso, ese, para mi, bot, pith, mejor, tambien, si puedes, si es posible, tal vez, quizas, con, a, que sea, que, forma, mas bien, favor, aun, todavia, vez`,
  shorter: `la mitad de largo, en dos frases, en tres frases, en 2 frases, en 3 frases, en pocas frases, mas corto, mas corta, mas breve, mas breves, mas cortito, mas cortita, mas conciso, mas concisa, mas resumido, mas resumida, mas corto todavia, acortalo, acortala, acorta, acortar, acortarlo, abreviar, abrevia, abrevialo, resumelo mas, resumir mas, resume mas, resumido mas, demasiado largo, demasiado larga, muy largo, muy larga, es muy largo, es demasiado largo, demasiado texto, mucho texto, menos texto, menos detalles, menos detalle, no tan largo, menos largo, version corta, version breve, corto, breve, en breve, en corto, brevemente, concisa, conciso, recortalo`,
  more: "mas",
  longer: `mas largo, mas larga, mas extenso, mas extensa, mas detalle, mas detalles, mas detallado, mas detallada, con mas detalle, con mas detalles, en detalle, con detalle, detallado, mas informacion, mas info, mas texto, mas completo, mas completa, amplialo, amplia, ampliar, ampliarlo, alargalo, alarga, desarrollalo, desarrolla, profundiza, profundizar, muy corto, demasiado corto, demasiado corta, demasiado breve, version larga, version completa, cuentame mas, dime mas, extiendete`,
  oneSentence:
    "en una frase, en una oracion, una frase, una sola frase, en una sola frase, en una linea, una linea, solo el titular, en un titular, como titular",
  bullets: `vinetas, en vinetas, con vinetas, lista de puntos, en puntos, por puntos, lista, en lista, en una lista, como lista, en forma de lista, listado, listalo, lista con vinetas, esquema, en esquema`,
  plainWords: `mas sencillo, mas sencilla, mas simple, mas simples, mas facil, mas claro, mas clara, en palabras sencillas, palabras sencillas, en palabras simples, palabras simples, con palabras sencillas, con palabras simples, en lenguaje sencillo, lenguaje sencillo, lenguaje claro, en lenguaje claro, lenguaje simple, en lenguaje simple, lectura facil, sencillo, sencillamente, simplificalo, simplifica, simplificar, simplificarlo, simple,
    explicamelo como si tuviera cinco anos, explicalo como si tuviera cinco anos, explicame como si tuviera cinco anos, explicamelo como si tuviera 5 anos, explicalo como si tuviera 5 anos, como si tuviera cinco anos, como si tuviera 5 anos, como a un nino, para un nino, para ninos, como si fuera un nino, para tontos, para principiantes, explicamelo, explicalo, explica, explicame, explicame esto, explicarlo, sin tecnicismos, sin jerga, demasiado complicado, muy complicado, muy dificil, demasiado dificil, no lo entiendo, no entiendo, no entiendo nada, no lo entendi, en cristiano`,
  into: "en, al",
  digest: `puntos principales, puntos clave, principales puntos, puntos mas importantes, puntos importantes,
    ideas principales, idea principal, ideas clave, principales ideas, lo principal, lo mas importante,
    lo importante, mas importante, lo esencial, esencial, esencia, hechos clave, conclusiones principales,
    mensajes clave, resumen, resumenes, un resumen, en resumen, resumen rapido, resumen breve, breve resumen,
    sintesis, panorama, vision general, en pocas palabras, lo clave, las claves`,
  digestQuestion: `de que trata, de que va, de que se trata, de que habla, de que trata esto, de que va esto,
    de que trata el texto, de que trata el articulo, de que trata el documento, de que va el texto,
    de que va el articulo, que dice, que dice esto, que dice aqui, que dice el texto, que dice el articulo,
    que dice el documento, que pone, que pone aqui, que pone ahi, que es esto, que debo saber, que tengo que saber,
    que opinas, que te parece, que piensas, opiniones`,
  summarise:
    "resume, resumelo, resumela, resumir, resumirlo, resumirla, resumeme, resumemelo, resumid, resuma, sintetiza, sintetizalo, resumas, que lo resumas",
  section: "seccion, apartado, capitulo, cap, epigrafe, subseccion, inciso",
  part: "parte, clausula, articulo, art, punto, anexo, apendice",
  about:
    "sobre, acerca de, de, del, de la, de los, de las, respecto a, relativo a, llamado, llamada, titulado, titulada, a",
  focus: `la parte sobre, la parte de, la parte del, la parte de la, la parte de los, la parte de las, parte sobre, la parte que habla de, lo que dice sobre, la seccion sobre, seccion sobre, la seccion de, el apartado sobre, apartado sobre, el apartado de, el capitulo sobre, capitulo sobre, el capitulo de, centrate en, enfocate en, concentrate en, con enfoque en, enfocado en, centrado en, con foco en, solo lo de, lo de`,
  whatIs:
    "cuales son, cual es, cuales fueron, que es, que son, que dice, que hay en, que pone, que pone en, que contiene, de que trata, de que va, de que habla",
  existence: "esto es, eso es, hay un, hay una, hay alguna, hay algun, tienes un, tienes una, existe una, existe un",
  says: "dice, pone, contiene",
  thanks: `buen resumen, gran resumen, excelente resumen, gracias, muchas gracias, mil gracias, muchisimas gracias, gracias bot, graciass, grax, grcs, se agradece, te lo agradezco, te agradezco, muy agradecido, muy agradecida, muy amable,
    ok, okay, okey, oki, vale, va, dale, de acuerdo, entendido, ya veo, ya, claro, por supuesto, perfecto, bien, muy bien, esta bien, que bien, bueno, muy bueno, si, sip, sii, siii, exacto, exactamente, asi es, cierto, correcto, tiene sentido, listo, hecho, ah vale, ah ok, comprendo, lo entiendo, ya entiendo, entiendo, me parece bien,
    genial, excelente, estupendo, fantastico, fenomenal, increible, impresionante, maravilloso, guay, chevere, bacano, padre, que padre, que guay, brutal, bravo, buen trabajo, gran trabajo, buen bot, gran bot, el mejor bot, eres el mejor, eres genial, eres un crack, crack, muy util, util, que util, interesante, muy interesante, que interesante, me gusta, me encanta, wow, guau, bonito, que bonito`,
  thanksFor: "gracias por, muchas gracias por, mil gracias por",
  laughter:
    "jaja, jajaja, jeje, jiji, jojo, ja, lol, xd, que risa, me muero de risa, me parto, me meo, muy gracioso, que gracioso, gracioso, divertido, que divertido, haha",
  otherChatter:
    "no, nop, nada, de nada, bah, hmm, hm, mmm, oh, ah, ay, uy, ups, perdon, lo siento, disculpa, adios, chao, chau, hasta luego, hasta manana, nos vemos, buenas noches, da igual, no importa, olvidalo, que pena, que triste, vaya, que lastima, ni idea, no se, no hay problema, prueba",
  greeting:
    "hola, holaa, holi, ola, buenas, buenos dias, buen dia, buenas tardes, que tal, como estas, hey, saludos, como va, que hay, a todos",
  help: `ayuda, puedes ayudarme, me puedes ayudar, me ayudas, podrias ayudarme, ayudame, ayudame por favor, necesito ayuda, que puedes hacer, que sabes hacer, que haces, que eres, quien eres, que es pith, como te uso, como se usa este bot, como se usa el bot, como funcionas, como funciona este bot, como funciona el bot, como funciona pith, comandos, instrucciones, para que sirves, que puede hacer este bot, como puedes ayudarme, en que puedes ayudarme`,
  howItWorks:
    "como funciona, como funciona esto, como se usa, como se usa esto, como lo uso, y ahora que, que hago, que hago ahora",
};
