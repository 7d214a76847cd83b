import { proven, type Agrees } from '@/api/contract';
import type { Board, CardPage, CoverView, FundOfProject, GateCheck, Gates, ProjectDocument, ProjectRow, ProjectView, Recognition, SecretView, StageEntry } from './types';

proven<Agrees<ProjectRow, 'ProjectRow'>>();
proven<Agrees<ProjectView, 'ProjectView'>>();
proven<Agrees<Recognition, 'RecognitionView'>>();
proven<Agrees<StageEntry, 'StageLogView'>>();
proven<Agrees<CoverView, 'CoverView'>>();
proven<Agrees<SecretView, 'SecretView'>>();
proven<Agrees<Board, 'Board'>>();
proven<Agrees<CardPage, 'BoardPage'>>();
proven<Agrees<ProjectDocument, 'DocumentView'>>();
proven<Agrees<Gates, 'GatesView'>>();
proven<Agrees<GateCheck, 'GateCheck'>>();
proven<Agrees<FundOfProject, 'FundRow'>>();
