window.archive.part0 = [
  {"title": "Le bac repart", "text": "Après deux semaines au chantier, le bac repart lundi toutes les heures."}
];
window.archive.part1 = [
  {"title": "Le phare reste éteint", "text": "Depuis la tempête, il manque une lampe au phare du cap."},
  {"title": "Une grue pour le port", "text": "La nouvelle grue lève deux fois plus que l'ancienne, dit la capitainerie."}
]
