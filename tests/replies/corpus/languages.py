# ruff: noqa: E501  a mail stands on one line: where its own lines end is what is tested
# ruff: noqa: RUF001  people write such characters
"""What people write in Spanish, German, French and Portuguese, with the words of these languages switched on."""

from __future__ import annotations

from typing import Final

from replies.corpus.cases import said

WORKING: Final = {"standing": "working"}
WAITING: Final = {"standing": "waiting"}
DELIVERED: Final = {"standing": "delivered"}

ES_SIGN: Final = "Un saludo,\nMaya Santos\nAsistente virtual\nTel. +34 600 555 013"
ES_NOTICE: Final = (
    "Saludos cordiales\nMaya\n\nAVISO LEGAL: Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a su "
    "destinatario, pudiendo contener información confidencial. Si no acepta estas condiciones o lo ha recibido por "
    "error, le rogamos que lo rechace y lo elimine."
)
DE_SIGN: Final = "Viele Grüße\nMaya Santos\n\nSantos Büroservice\nHofgärtchen 7\n10000 Berlin\nTel.: +49 30 5550134"
DE_NOTICE: Final = (
    "Mit freundlichen Grüßen\ni. A. Maya Santos\nSantos GmbH · Sitz Berlin · HRB 12345 · Geschäftsführer: M. Santos\n\n"
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte "
    "sofort den Absender und vernichten Sie diese Mail. Angenommen oder abgelehnt wird hierdurch nichts."
)
FR_SIGN: Final = "Cordialement,\nMaya Santos\nAssistante\n06 55 50 13 40"
FR_NOTICE: Final = (
    "Bien à vous\nMaya\n\nCe message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive "
    "de ses destinataires. Toute utilisation non autorisée est refusée. Pensez à l'environnement avant d'imprimer."
)
PT_SIGN: Final = "Um abraço,\nMaya Santos\nAssistente virtual\nTel. +351 910 555 013"
PT_NOTICE: Final = (
    "Atenciosamente,\nMaya\n\nAVISO: Esta mensagem pode conter informação confidencial e destina-se apenas ao seu "
    "destinatário. Se não é o destinatário, recuse e elimine esta mensagem."
)

SPANISH: Final = [
    ("gmail", "Acepto", "accepted"),
    ("outlook", "Aceptado. Mañana te mando las opciones.", "accepted", {"sign": ES_SIGN}),
    ("iphone", "Sí, claro", "accepted"),
    ("outlook web", "Vale, me pongo con ello.", "accepted|note", {"sign": ES_NOTICE}),
    ("samsung", "De acuerdo", "accepted"),
    ("gmail phone", "si", "accepted"),
    ("gmail", "Rechazo, esta semana no puedo.", "declined"),
    ("outlook phone", "No puedo, lo siento.", "declined|note"),
    ("thunderbird", "¿Prefieres salir de Barajas o de Torrejón?", "question", {"sign": "Maya"}),
    ("k9", "Pregunta: ¿el precio es por persona?", "question"),
    ("gmail", "Hecho, 2 h. Te adjunto el PDF.", "delivered", {"hours": "2", "files": ("opciones.pdf",)}),
    ("yahoo", "Terminado: 1,5 horas", "delivered", {"hours": "1.5"}),
    ("apple", "Tarde, hasta el viernes.", "late|note", {"until": "2026-11-27"}),
    ("gmail", "No he recibido el archivo adjunto.", "note|question"),
    ("gmail", "Sí, lo he visto. Te digo algo mañana.", "note"),
    ("gmail", "Todavía no está hecho.", "note", WORKING),
    ("outlook", "Claro que no.", "note|declined", {"sign": ES_SIGN}),
    ("gmail", "Acepto si me pagas el taxi.", "note|accepted"),
    ("gmail", "Hecho polvo, mañana sigo.", "note", WORKING),
    ("gmail", "Gracias por el recordatorio, estoy en ello.", "note", WORKING),
    ("gmail", "No hay problema.", "note|accepted"),
]
SPANISH_OWNER: Final = [
    ("gmail", "Apruebo", "approve"),
    ("outlook", "Aprobado hasta 150 EUR", "approve", {"sign": ES_SIGN}),
    ("iphone", "No, demasiado caro", "refuse"),
    ("gmail", "Otra vez, sin escalas por favor.", "again"),
    ("iphone", "Cancelar", "cancel"),
    ("gmail", "5 perfecto", "feedback:5"),
    ("gmail", "Otra vez gracias", "note|feedback:", DELIVERED),
    ("gmail", "No cancelar", "note", WORKING),
]
GERMAN: Final = [
    ("outlook", "Angenommen", "accepted", {"sign": DE_NOTICE}),
    ("gmail", "Ja, gerne!", "accepted"),
    ("iphone", "Mach ich", "accepted"),
    ("gmx", "Ich nehme den Auftrag an.", "accepted|note"),
    ("thunderbird", "ok, wird erledigt", "accepted|note", {"sign": "Maya Santos"}),
    ("thunderbird", "Ja.", "accepted", {"place": "bottom", "sign": "Maya Santos"}),
    ("outlook", "Ja, übernehme ich.", "accepted", {"place": "forward", "sign": DE_SIGN}),
    ("gmail", "Ablehnen, ich bin bis Freitag ausgebucht.", "declined"),
    ("outlook web", "Leider nein, das schaffe ich nicht.", "declined|note", {"sign": DE_SIGN}),
    ("k9", "Frage: gilt der Preis pro Person?", "question"),
    ("thunderbird", "> [ ] aisle seats\n\nFür alle drei?", "question", {"place": "inline", "sign": "Maya"}),
    ("outlook", "Welcher Flughafen ist Ihnen lieber?", "question", {"sign": DE_NOTICE}),
    ("gmail", "Erledigt, 2,5 Std.", "delivered", {"hours": "2.5"}),
    ("gmx", "Fertig! 1 Stunde. Liste hängt an.", "delivered", {"hours": "1", "files": ("liste.pdf",)}),
    ("outlook phone", "Später, bis Donnerstag.", "late|note", {"until": "2026-11-26"}),
    ("gmail", "Noch nicht fertig.", "note", WORKING),
    ("gmail", "Ja, ist angekommen. Ich melde mich morgen.", "note"),
    ("gmail", "Fertig gelesen, klingt spannend.", "note"),
    ("gmail", "Nein, ich habe keinen Anhang bekommen.", "note|question"),
    ("outlook", "Erledigt ist bisher nur der Hinflug.", "note", {"standing": "working", "sign": DE_SIGN}),
    ("gmail", "Kein Problem.", "note|accepted"),
    ("gmail", "Angenommen, der Flug fällt aus: was dann?", "note|question"),
]
GERMAN_OWNER: Final = [
    ("outlook", "Genehmigt", "approve", {"sign": DE_SIGN}),
    ("gmail", "Freigegeben bis 150 EUR", "approve|note"),
    ("iphone", "Nein, zu teuer", "refuse"),
    ("gmail", "Nochmal bitte, ohne Hotel.", "again"),
    ("thunderbird", "Abbrechen", "cancel"),
    ("gmail", "4 gute Arbeit", "feedback:4"),
    ("gmail", "Nochmals vielen Dank!", "note|feedback:", DELIVERED),
    ("gmail", "Nicht abbrechen!", "note", WORKING),
]
FRENCH: Final = [
    ("gmail", "J'accepte", "accepted"),
    ("outlook", "Accepté. Je vous envoie les options mercredi.", "accepted", {"sign": FR_SIGN}),
    ("iphone", "Oui, avec plaisir !", "accepted"),
    ("outlook web", "D’accord, je m’en occupe.", "accepted", {"sign": FR_NOTICE}),
    ("samsung", "ok", "accepted"),
    ("thunderbird", "Oui.", "accepted", {"place": "bottom", "sign": "Maya Santos"}),
    ("gmail", "Je refuse, je suis complète cette semaine.", "declined"),
    ("outlook phone", "Désolée, je ne peux pas.", "declined|note"),
    ("k9", "Question : le prix est-il par personne ?", "question"),
    ("gmail", "Quel aéroport préférez-vous ?", "question", {"sign": FR_SIGN}),
    ("gmail", "Terminé, 2h.", "delivered", {"hours": "2"}),
    ("yahoo", "C'est fait, 1h30. Le fichier est joint.", "delivered", {"hours": "1.5", "files": ("liste.pdf",)}),
    ("apple", "Retard jusqu'à vendredi, désolée.", "late|note", {"until": "2026-11-27"}),
    ("gmail", "Pas encore fini.", "note", WORKING),
    ("gmail", "Oui, bien reçu. Je reviens vers vous demain.", "note"),
    ("gmail", "Non, je n'ai pas reçu la pièce jointe.", "note|question"),
    ("outlook", "C'est fait à moitié seulement.", "note", {"standing": "working", "sign": FR_SIGN}),
    ("gmail", "Pas de problème.", "note|accepted"),
    ("gmail", "J'accepterais si c'était la semaine prochaine.", "note"),
    ("gmail", "Fini de lire, c'est intéressant.", "note"),
]
FRENCH_OWNER: Final = [
    ("gmail", "J'approuve", "approve"),
    ("outlook", "Approuvé jusqu'à 150 EUR", "approve", {"sign": FR_SIGN}),
    ("iphone", "Non, trop cher", "refuse"),
    ("gmail", "Encore une fois, sans escale.", "again|note"),
    ("iphone", "Annuler", "cancel"),
    ("gmail", "4/5 très bien", "feedback:4"),
    ("gmail", "Encore merci !", "note|feedback:", DELIVERED),
    ("gmail", "Ne pas annuler.", "note", WORKING),
]
PORTUGUESE: Final = [
    ("gmail", "Aceito", "accepted"),
    ("outlook", "Aceite. Envio as opções na quarta-feira.", "accepted", {"sign": PT_SIGN}),
    ("iphone", "Sim, com prazer", "accepted"),
    ("outlook web", "Combinado, começo amanhã.", "accepted|note", {"sign": PT_NOTICE}),
    ("samsung", "Pode deixar", "accepted|note"),
    ("thunderbird", "Sim.", "accepted", {"place": "bottom", "sign": "Maya Santos"}),
    ("gmail", "Recuso, estou sem tempo esta semana.", "declined"),
    ("outlook phone", "Não posso, desculpe.", "declined|note"),
    ("k9", "Pergunta: o preço é por pessoa?", "question"),
    ("gmail", "Qual é o aeroporto preferido?", "question", {"sign": PT_SIGN}),
    ("gmail", "Feito, 2h.", "delivered", {"hours": "2"}),
    ("yahoo", "Pronto! 1,5 horas. Segue em anexo.", "delivered", {"hours": "1.5", "files": ("lista.pdf",)}),
    ("apple", "Atraso até sexta-feira, desculpe.", "late|note", {"until": "2026-11-27"}),
    ("gmail", "Ainda não está feito.", "note", WORKING),
    ("gmail", "Sim, recebi. Respondo amanhã.", "note"),
    ("gmail", "Não recebi o anexo.", "note|question"),
    ("outlook", "Feita só a primeira parte.", "note", {"standing": "working", "sign": PT_SIGN}),
    ("gmail", "Sem problema.", "note|accepted"),
    ("gmail", "Aceito se for na próxima semana.", "note|accepted"),
    ("gmail", "Pronto para começar quando quiserem.", "note"),
]
PORTUGUESE_OWNER: Final = [
    ("gmail", "Aprovo", "approve"),
    ("outlook", "Aprovado até 150 EUR", "approve", {"sign": PT_SIGN}),
    ("iphone", "Não, caro demais", "refuse"),
    ("gmail", "De novo, sem escalas.", "again"),
    ("iphone", "Cancelar", "cancel"),
    ("gmail", "4 muito bom", "feedback:4"),
    ("gmail", "De novo, obrigado!", "note|feedback:", DELIVERED),
    ("gmail", "Não cancelar", "note", WORKING),
]

CASES: Final = [
    *said("spanish", "assistant", SPANISH, language="es"),
    *said("spanish-owner", "owner", SPANISH_OWNER, language="es"),
    *said("german", "assistant", GERMAN, language="de"),
    *said("german-owner", "owner", GERMAN_OWNER, language="de"),
    *said("french", "assistant", FRENCH, language="fr"),
    *said("french-owner", "owner", FRENCH_OWNER, language="fr"),
    *said("portuguese", "assistant", PORTUGUESE, language="pt"),
    *said("portuguese-owner", "owner", PORTUGUESE_OWNER, language="pt"),
]
