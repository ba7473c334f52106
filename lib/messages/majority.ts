/** What a holder of more than half of the hash rate can do, in plain words. */
export const MAJORITY_CAN =
  'A majority can keep payments out of the chain, reverse its own payments however many confirmations they have, and outvote all other miners.';

export const MAJORITY_CANNOT =
  "A majority cannot take coins that are not its own, spend without the owner's key, or change the rules that nodes enforce.";

/** What would happen if a commandeered majority changed the rules. */
export const MAJORITY_FORK =
  'If a commandeered majority mined by other rules, nodes that keep the old ones would refuse its blocks: the chain would split, and the old branch would go on with less hash rate and slower blocks until its difficulty adjusts.';
