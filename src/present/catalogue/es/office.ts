import type { office as english } from "../en/office.ts";
import type { Translated } from "../entries.ts";

/** Settings, usage, help, and what is said before things are forgotten. */
export const office: Translated<typeof english> = {
  nothingKept: "No hay nada que olvidar.",
  orMore: "Puede que haya más; se eliminará todo.",
  theirQuestions: "todas las preguntas correspondientes",
  "forget.mine": {
    one: "Has publicado {n} documento y has hecho {questions}. ¿Quieres que se olvide todo, en todas partes y con sus tarjetas?",
    other:
      "Has publicado {n} documentos y has hecho {questions}. ¿Quieres que se olvide todo, en todas partes y con sus tarjetas?",
  },
  "forget.channel": {
    one: "Hay {n} documento de este canal. ¿Quieres que se olvide, con su tarjeta y {questions}?",
    other: "Hay {n} documentos de este canal. ¿Quieres que se olviden, con sus tarjetas y {questions}?",
  },
  "forget.server": {
    one: "Hay {n} documento de este servidor. ¿Quieres que se olvide, con su tarjeta y {questions}?",
    other: "Hay {n} documentos de este servidor. ¿Quieres que se olviden, con sus tarjetas y {questions}?",
  },
  settingsTitle:
    "### Pith en este servidor\nArchivos y enlaces en {channel}, quién puede usar Pith y cuánto puede consumir:",
  serversOnly: "los ajustes solo existen en los servidores",
  "mode.off": "Archivos y enlaces de aquí: no hacer nada",
  "mode.offer": "Archivos y enlaces de aquí: un botón debajo de cada uno",
  "mode.react": "Archivos y enlaces de aquí: un 📰 que pulsar",
  "mode.auto": "Archivos y enlaces de aquí: los largos se resumen al momento",
  "length.headline": "Resúmenes: un titular",
  "length.brief": "Resúmenes: breves",
  "length.standard": "Resúmenes: normales",
  "length.detailed": "Resúmenes: detallados",
  "set.allowedRoles": "Solo estos roles pueden usar Pith",
  "set.refusedRoles": "Estos roles no pueden",
  "set.allowedChannels": "Solo en estos canales",
  "set.refusedChannels": "No en estos canales",
  threadsOn: "Hilos en las tarjetas: sí",
  threadsOff: "Hilos en las tarjetas: no",
  "limits.title": "Idioma, presupuesto, conservación",
  "limits.language": "Idioma de los resúmenes",
  "limits.tokens": "Tokens al día",
  "limits.usd": "Dólares estadounidenses al día",
  "limits.days": "Días que se guardan los documentos",
  unlimited: "sin límite",
  operators: "mientras el operador los guarde",
  badNumber: "{field}: escribe un número mayor que 0, o nada",
  badLanguage: "{given} no es un código de idioma como de o pt-BR",
  usedToday: "Hoy",
  usedMonth: "Últimos 30 días",
  budgetOfDay: "Presupuesto diario",
  help: "### Pith\nPublica un enlace, un archivo o un texto más largo y mencióname, usa /resumir o haz clic derecho en un mensaje ▸ Aplicaciones ▸ Resumir: recibirás un resumen en el que cada afirmación lleva una cita de la fuente. Pregunta sobre él en el hilo de la tarjeta, con el botón «Preguntar» o con /preguntar; /comparar pone dos documentos uno junto al otro. /olvidar elimina lo guardado, /pith export muestra lo que se guarda sobre ti, y quien gestiona el servidor encuentra todos los ajustes en /pith settings.",
  readBy: "Los textos los lee el modelo de lenguaje {model} en {host}.",
  readByNobody: "Ningún modelo de lenguaje lee los textos: los resúmenes se hacen con sus propias frases.",
  keptFor: { one: "Se guardan durante {n} día.", other: "Se guardan durante {n} días." },
  exported: "Esto es lo que se guarda sobre ti: lo que mandaste leer, preguntaste y valoraste.",
};
