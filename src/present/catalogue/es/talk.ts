import type { talk as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

export const talk: Translated<typeof english> = {
  greeting:
    "Hola. Resumo artículos, archivos y textos largos, con una cita para cada punto. Puedes usarme de tres maneras:\n- Publica un enlace o un archivo y mencióname\n- Usa /resumir\n- Haz clic derecho en un mensaje ▸ Aplicaciones ▸ Resumir\nDespués, pregúntame lo que quieras.",
  needsModel: "Para eso necesito un modelo de IA, y no hay ninguno configurado.",
  whichCard: "Aquí hay varios documentos. Responde a la tarjeta a la que te refieres.",
  threadHelp:
    "Pregúntame lo que quieras sobre el texto, o dime qué prefieres:\n- más corto · más largo · puntos principales · en viñetas\n- más sencillo · en inglés\n- sección 3 · la parte sobre los costes",
};
