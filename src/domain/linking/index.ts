export { checkAnchor, checkTargetUrl, linkTo, LONGEST_ANCHOR } from './anchor';
export type { AnchorCheck, AnchorProblem, TargetCheck } from './anchor';
export { placesForAnchor } from './places';
export type { AnchorPlace, PlaceKind, Span } from './places';
export { summaryOfPlaces } from './summary';
export type { PlaceSummary } from './summary';
