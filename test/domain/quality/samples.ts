import type { DraftInput } from '../../../src/domain/quality';

/** A draft with nothing wrong in it, about 250 words long. */
export const GOOD_MARKDOWN = `A gooseneck kettle gives you control over the one thing a filter coffee depends on: how fast the water falls. This guide shows what to look for before you buy, and how to use it in the first week.

## What the thin spout does

Water leaves a wide spout in a rush and digs holes into the coffee bed. The narrow curve slows the stream, so you can wet every part of the grounds evenly. Most people taste the difference in the second cup, once their hand has found the right angle.

- Pour in small circles from the centre outwards.
- Pause when the water stands as high as your thumb.
- Stop after about three minutes.

## Choosing a size

A model of 600 millilitres fills two large mugs and stays light enough for one hand. Larger ones hold heat longer, though they tire the wrist. Check the handle before anything else: it should sit behind the weight, not above it.

### Steel or enamel

Steel survives a fall and needs no care beyond a wipe. Enamel looks warmer on an open shelf but chips when it meets a tap.

## Care in hard water

Limescale narrows the spout over time. Boil equal parts of vinegar and water once a month, wait ten minutes, then rinse twice. See the [care guide](https://shop.example/care) for the other parts of the set.

## Before you order

Measure your hob, think about who will lift it each morning, and choose the lighter gooseneck kettle if you hesitate between two.
`;

/** The order that GOOD_MARKDOWN fulfils. */
export const GOOD_DRAFT: DraftInput = {
  markdown: GOOD_MARKDOWN,
  title: 'How to Choose a Gooseneck Kettle',
  keyword: 'gooseneck kettle',
  targetWords: 250,
  language: 'en',
};

/** Running text in each of the languages told apart. */
export const LANGUAGE_SAMPLES: Record<string, string> = {
  en: 'The right chair is the one that you forget about while you work. It should carry your back without pushing it, and the seat has to be high enough for your feet to rest on the floor. Before you order, measure the desk and the space that is left under it.',
  de: 'Der richtige Stuhl ist der, den man bei der Arbeit vergisst. Er soll den Rücken tragen, ohne zu drücken, und die Sitzfläche muss so hoch sein, dass die Füße auf dem Boden stehen. Vor der Bestellung sollte man den Tisch messen und auch den Platz, der unter ihm bleibt.',
  fr: "La bonne chaise est celle que l'on oublie pendant le travail. Elle doit porter le dos sans le pousser, et l'assise doit être assez haute pour que les pieds reposent sur le sol. Avant de commander, mesurez le bureau et la place qui reste sous le plateau pour vos jambes.",
  es: 'La silla correcta es la que se olvida mientras trabajas. Debe sostener la espalda sin empujar, y el asiento tiene que estar a una altura en la que los pies descansen en el suelo. Antes de pedir, mide la mesa y el espacio que queda debajo de ella para las piernas.',
  it: 'La sedia giusta è quella che si dimentica durante il lavoro. Deve sostenere la schiena senza spingere, e la seduta deve essere alta quanto basta perché i piedi siano appoggiati sul pavimento. Prima di ordinare, misura la scrivania e lo spazio che resta sotto il piano per le gambe.',
  nl: 'De juiste stoel is de stoel die je vergeet terwijl je aan het werk bent. Hij moet de rug dragen zonder te duwen, en de zitting moet zo hoog zijn dat de voeten op de vloer staan. Meet voor het bestellen het bureau en ook de ruimte die er onder het blad voor de benen is.',
};
