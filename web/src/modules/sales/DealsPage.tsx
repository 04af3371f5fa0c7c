import { RecordList } from '~/records/RecordList';
import { PipelineChoice, StageBoard } from './Board';

const board = { by: 'stage', Board: StageBoard, Controls: PipelineChoice };

/** Deals by stage, unless the address says otherwise. */
export const Page = () => <RecordList name="deal" start="board" board={board} />;
