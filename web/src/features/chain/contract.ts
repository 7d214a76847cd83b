import { proven, type Agrees } from '@/api/contract';
import type { Candidates, Chain, ChainList, ChainsOf, LinkView, Pair, SuggestedLinks, Target, TargetRecord } from '@/ui/chains/types';

proven<Agrees<ChainList, 'ChainList'>>();
proven<Agrees<Chain, 'ChainView'>>();
proven<Agrees<LinkView, 'ChainLinkView'>>();
proven<Agrees<Target, 'ChainTargetRow'>>();
proven<Agrees<TargetRecord, 'ChainTargetRecord'>>();
proven<Agrees<Pair, 'ChainPairView'>>();
proven<Agrees<Candidates, 'ChainCandidates'>>();
proven<Agrees<SuggestedLinks, 'ChainSuggestions'>>();
proven<Agrees<ChainsOf, 'OrganisationChains'>>();
