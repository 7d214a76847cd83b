import { proven, type Agrees } from '@/api/contract';
import type { FundOfProject, ProjectRow, ProjectView, Recognition, StageEntry } from './types';

proven<Agrees<ProjectRow, 'ProjectRow'>>();
proven<Agrees<ProjectView, 'ProjectView'>>();
proven<Agrees<Recognition, 'RecognitionView'>>();
proven<Agrees<StageEntry, 'StageLogView'>>();
proven<Agrees<FundOfProject, 'FundRow'>>();
