#include "modules/data/import/row_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/letter_case.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "modules/data/import/csv_reader.hpp"
#include "modules/data/import/csv_writer.hpp"
#include "modules/data/import/footer.hpp"
#include "modules/data/import/open_rows.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::FieldType;

constexpr std::size_t kBatchesAhead = 4;
constexpr std::int64_t kOnceMore = 4000;  // rows: more than any footer and the blank lines before it

bool is_numeric(FieldType type) {
    return type == FieldType::Integer || type == FieldType::Decimal || type == FieldType::Money ||
           type == FieldType::Percent || type == FieldType::Duration;
}
bool is_day(FieldType type) { return type == FieldType::Date || type == FieldType::DateTime; }

/// The whole file's cells of the columns whose beginning could be read in two ways.
Result<void> look_through(ReadPlan& plan, const std::vector<int>& open) {
    KITH_TRY(const auto source, open_rows(plan.path, plan.dialect));
    SourceRow row;
    while (true) {
        KITH_TRY(const bool more, source->next(row));
        if (!more) return {};
        if (row.number <= plan.dialect.header_row || !is_usable(row.problem)) continue;
        for (const int index : open) {
            const auto at = static_cast<std::size_t>(index);
            if (at < row.cells.size()) plan.columns[at].profile.add(row.cells[at]);
        }
    }
}

}  // namespace

bool ParsedRow::fails() const {
    return std::any_of(issues.begin(), issues.end(), [](const RowIssue& issue) { return issue.fails; });
}

Result<void> settle_formats(ReadPlan& plan, const std::string& currency, const std::string& country, const std::string& time_zone) {
    std::vector<int> open;
    for (const auto& target : plan.mapping.columns) {
        const auto* field = plan.object->field(target.field);
        const bool settled = std::any_of(target.transforms.begin(), target.transforms.end(), [](const auto& step) {
            return step.kind == Transform::Kind::Number || step.kind == Transform::Kind::Date;
        });
        const bool matters = settled || (field != nullptr && (is_day(field->type) || is_numeric(field->type)));
        if (matters && plan.columns[static_cast<std::size_t>(target.column)].profile.is_ambiguous()) open.push_back(target.column);
    }
    const bool all_said = plan.dialect.decimal != DecimalMark::Unknown && plan.dialect.dates != DateOrder::Unknown;
    if (!open.empty() && !all_said) KITH_CHECK(look_through(plan, open));
    CellContext base;
    base.currency = plan.mapping.currency.empty() ? currency : plan.mapping.currency;
    base.country = country;
    base.time_zone = time_zone;
    // One file comes from one system: what other columns show holds for a column that shows nothing.
    int points = 0, commas = 0, day_first = 0, month_first = 0;
    for (const auto& column : plan.columns) {
        const ColumnFormat format = column.profile.format();
        points += format.mark == DecimalMark::Point;
        commas += format.mark == DecimalMark::Comma;
        day_first += format.order == DateOrder::DayFirst;
        month_first += format.order == DateOrder::MonthFirst;
    }
    if (points != commas) base.format.mark = points > commas ? DecimalMark::Point : DecimalMark::Comma;
    base.format.order = month_first > day_first || (day_first == 0 && country == "US") ? DateOrder::MonthFirst : DateOrder::DayFirst;
    std::vector<CellContext> contexts(plan.columns.size(), base);
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        const ColumnFormat own = plan.columns[i].profile.format();
        ColumnFormat& format = contexts[i].format;
        if (own.mark != DecimalMark::Unknown) format.mark = own.mark;
        if (own.order != DateOrder::Unknown) format.order = own.order;
        format.share = own.share;
        if (plan.dialect.decimal != DecimalMark::Unknown) format.mark = plan.dialect.decimal;
        if (plan.dialect.dates != DateOrder::Unknown) format.order = plan.dialect.dates;
    }
    plan.of_constants = base;
    plan.ways.clear();
    plan.rehearsed.clear();
    const auto add = [&](int column, const Field* field, const std::vector<Transform>& transforms) -> Way& {
        const CellContext& context = contexts[static_cast<std::size_t>(column)];
        Way& way = plan.ways.emplace_back(Way{.column = column, .field = field, .by = {}, .create = false, .kept = true, .transforms = Transforms(transforms, context.format), .context = context});
        if (way.transforms.settles_numbers()) way.context.format.mark = DecimalMark::Point;
        return way;
    };
    for (const auto& target : plan.mapping.columns) {
        Way& way = add(target.column, plan.object->field(target.field), target.transforms);
        way.by = target.by;
        way.create = target.create;
        way.otherwise = target.otherwise;
        way.names = target.names;
        way.ids_of = target.ids_of;
        way.currency = target.currency;
    }
    for (const auto& made : plan.mapping.new_fields) {
        Field& field = plan.rehearsed.emplace_back();
        field.name = made.name;
        field.type = *new_field_type(made.type);
        field.label = made.labels;
        field.options = made.options;
        add(made.column, &field, made.transforms).kept = false;
    }
    return {};
}

std::string fill_template(std::string_view text, const std::vector<Column>& columns, const std::vector<std::string_view>& cells) {
    constexpr std::string_view kOr = " || ";
    if (const std::size_t at = text.find(kOr); at != std::string_view::npos) {
        std::string first = fill_template(text.substr(0, at), columns, cells);
        return first.empty() ? fill_template(text.substr(at + kOr.size()), columns, cells) : first;
    }
    std::string out;
    std::string between;  // text since the last place; kept only between two parts that are there
    bool any = false, any_place = false;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        const std::size_t close = open < text.size() ? text.find('}', open) : std::string_view::npos;
        if (close == std::string_view::npos) {
            between += text;
            break;
        }
        between += text.substr(0, open);
        const std::string_view name = text.substr(open + 1, close - open - 1);
        text.remove_prefix(close + 1);
        const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
        if (column == columns.end()) {
            between += '{';
            between += name;
            between += '}';
            continue;
        }
        const auto at = static_cast<std::size_t>(column->index);
        const std::string_view cell = at < cells.size() ? text::trim(cells[at]) : std::string_view();
        if (cell.empty()) {
            if (any) between.clear();
            any_place = true;
            continue;
        }
        if (any || !any_place) out += between;
        between.clear();
        out += cell;
        any = any_place = true;
    }
    if (!any_place || (any && text::trim(between).size() > 3)) out += between;
    return std::string(text::trim(out));
}

RowReader::RowReader(const ReadPlan& plan, std::size_t batch_rows, std::int64_t after)
    : plan_(plan), batch_rows_(batch_rows), after_(after), thread_([this] { work(); }) {}

RowReader::~RowReader() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Result<RowReader::Batch> RowReader::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty() || ended_; });
    if (!ready_.empty()) {
        Batch batch = std::move(ready_.front());
        ready_.pop_front();
        changed_.notify_all();
        return batch;
    }
    if (failed_) return *failed_;
    return Batch();
}

void RowReader::work() {
    std::optional<Error> error;
    try {
        if (auto read = read_all(); !read) error = std::move(read).error();
    } catch (const std::exception& failure) {  // out of memory, most likely; a thread may not throw
        error = Error{ErrorKind::Unavailable, "import.cannot_read", {{"file", plan_.path}, {"problem", failure.what()}}};
    }
    const std::lock_guard lock(mutex_);
    failed_ = std::move(error);
    ended_ = true;
    changed_.notify_all();
}

bool RowReader::hand_over(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < kBatchesAhead || stopped_; });
    if (stopped_) return false;
    ready_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
}

Result<void> RowReader::read_all() {
    KITH_TRY(const auto source, open_rows(plan_.path, plan_.dialect));
    SourceRow row;
    Batch batch;
    Batch before;  // handed over when more than a footer's rows have come after it
    while (true) {
        KITH_TRY(const bool more, source->next(row));
        if (!more) break;
        if (stopped_) return {};
        if (row.number <= plan_.dialect.header_row || row.number + kOnceMore <= after_) continue;
        if (is_header_again(row)) {
            auto& again = batch.emplace_back();
            again.number = row.number;
            again.left_out = true;
            again.issues.push_back({nullptr, {ErrorKind::Invalid, "import.row.header_again"}, false});
            continue;
        }
        if (is_usable(row.problem) && !is_wanted(row)) continue;
        parse(row, batch.emplace_back());
        if (batch.size() < batch_rows_) continue;
        bytes_taken_.store(source->bytes_taken(), std::memory_order_relaxed);
        if (!before.empty() && !hand_over(std::move(before))) return {};
        before = std::exchange(batch, {});
    }
    mark_footer(before, batch);
    if (!before.empty() && !hand_over(std::move(before))) return {};
    if (!batch.empty()) hand_over(std::move(batch));
    return {};
}

bool RowReader::is_header_again(const SourceRow& row) const {
    const auto& names = plan_.header_cells;
    if (names.size() < 2 || row.cells.size() < names.size()) return false;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (text::trim(row.cells[i]) != names[i]) return false;
    return true;
}

void RowReader::mark_footer(Batch& before, Batch& last) const {
    std::vector<ParsedRow*> rows;
    const std::size_t known = static_cast<std::size_t>(plan_.dialect.footer_rows.value_or(0));
    const std::size_t wanted = plan_.dialect.footer_rows ? known : kMostFooterRows + 1;
    for (Batch* batch : {&last, &before})
        for (auto row = batch->rbegin(); row != batch->rend() && rows.size() < wanted; ++row) rows.push_back(&*row);
    std::reverse(rows.begin(), rows.end());
    std::size_t count = std::min(known, rows.size());
    if (!plan_.dialect.footer_rows) {
        std::vector<std::vector<std::string>> cells;
        for (const ParsedRow* row : rows) {
            CsvReader reader(ByteSource::of(row->line, Encoding::Utf8), {});
            SourceRow read;
            const auto more = reader.next(read);
            cells.emplace_back();
            if (more && *more) cells.back().assign(read.cells.begin(), read.cells.end());
        }
        std::vector<LastRow> last_rows;
        for (std::size_t i = 0; i < rows.size(); ++i) last_rows.push_back({rows[i]->number, {cells[i].begin(), cells[i].end()}});
        count = footer_rows(last_rows, plan_.columns.size());
    }
    for (std::size_t i = rows.size() - count; i < rows.size(); ++i) {
        rows[i]->left_out = true;
        rows[i]->issues.assign(1, {nullptr, {ErrorKind::Invalid, "import.row.footer"}, false});
    }
}

void RowReader::parse(const SourceRow& row, ParsedRow& out) const {
    out.number = row.number;
    append_csv_row(out.line, row.cells);
    out.line.resize(out.line.size() - 2);
    if (row.problem != RowProblem::None) {
        const RowLimits limits;
        const std::size_t limit = row.problem == RowProblem::TooManyColumns ? limits.columns
                                  : row.problem == RowProblem::CellTooLong  ? limits.cell
                                                                            : limits.row;
        out.issues.push_back({nullptr, {ErrorKind::Invalid, std::string(code_of(row.problem)),
                                        {{"byte", std::to_string(row.byte)}, {"limit", std::to_string(limit)}, {"detail", row.detail}}},
                              !is_usable(row.problem)});
        if (!is_usable(row.problem)) {
            if (find_invalid_utf8(out.line) != std::string_view::npos) out.line.clear();  // the file of failed rows is UTF-8
            return;
        }
    }
    for (std::size_t i = plan_.columns.size(); i < row.cells.size(); ++i) {
        if (text::trim(row.cells[i]).empty()) continue;
        out.issues.push_back({nullptr, {ErrorKind::Invalid, "import.row.too_many_cells",
                                        {{"cells", std::to_string(row.cells.size())}, {"columns", std::to_string(plan_.columns.size())}}}});
        return;
    }
    for (const Way& way : plan_.ways) parse_way(way, row, out);
    for (const auto& constant : plan_.mapping.constants)
        parse_value(*plan_.object->field(constant.field), nullptr, fill_template(constant.text, plan_.columns, row.cells),
                    plan_.of_constants, out);
}

void RowReader::parse_way(const Way& way, const SourceRow& row, ParsedRow& out) const {
    const auto cell_of = [&](int column) {
        const auto at = static_cast<std::size_t>(column);
        return at < row.cells.size() ? text::trim(row.cells[at]) : std::string_view();
    };
    if (way.otherwise.empty() && way.names.empty() && way.currency < 0) return parse_cell(way, cell_of(way.column), out);
    std::string_view cell = cell_of(way.column);
    for (std::size_t i = 0; i < way.otherwise.size(); ++i) {
        const auto given = cell.empty() ? Result<std::string>(std::string()) : way.transforms.apply(cell);
        if (!given || !given->empty()) break;
        cell = cell_of(way.otherwise[i]);
    }
    const std::size_t before = out.references.size();
    if (const auto currency = way.currency < 0 ? std::string() : text::upper(cell_of(way.currency)); is_currency(currency)) {
        Way own = way;
        own.context.currency = currency;
        parse_cell(own, cell, out);
    } else {
        parse_cell(way, cell, out);
    }
    for (const int column : way.names) {
        const std::string_view name = cell_of(column);
        if (name.empty()) continue;
        if (out.references.size() == before) out.references.push_back({way.field, "", way.create, std::string(name)});
        else out.references.back().name = name;
        return;
    }
}

void RowReader::parse_cell(const Way& way, std::string_view cell, ParsedRow& out) const {
    std::string changed;
    if (!way.transforms.none()) {
        auto applied = way.transforms.apply(cell);
        if (!applied) {
            Error error = std::move(applied).error();
            error.params.emplace_back("column", plan_.columns[static_cast<std::size_t>(way.column)].name);
            if (way.field == nullptr) out.issues.push_back({nullptr, std::move(error)});
            else wrong_value(*way.field, std::move(error), cell, out);
            return;
        }
        changed = std::move(*applied);
        if (changed.empty() && !cell.empty() && way.field != nullptr) out.emptied.push_back(way.field);
        cell = changed;
    }
    if (way.field == nullptr) out.own_id = text::trim(cell);
    else parse_value(*way.field, &way, cell, way.context, out);
}

void RowReader::parse_value(const Field& field, const Way* way, std::string_view text, const CellContext& context, ParsedRow& out) const {
    text = text::trim(text);
    if (text.empty()) return;
    if (field.is_reference()) {
        ReferenceText reference{&field, way == nullptr ? "" : way->by, way != nullptr && way->create, std::string(text)};
        if (way != nullptr) reference.ids_of = way->ids_of;
        out.references.push_back(std::move(reference));
        return;
    }
    std::string with_system;
    if (way != nullptr && !way->ids_of.empty()) {
        with_system = way->ids_of + ":" + std::string(text);
        text = with_system;
    }
    auto value = read_cell(field, text, context);
    if (!value) return wrong_value(field, std::move(value).error(), text, out);
    const bool kept = way == nullptr || way->kept;
    if (kept && !records::is_empty(*value)) out.values.set(field.name, std::move(*value));
}

void RowReader::wrong_value(const Field& field, Error error, std::string_view text, ParsedRow& out) const {
    if (!error.fields.empty()) {  // the engine's own, which it tells field by field
        error.code = error.fields.front().code;
        error.params = error.fields.front().params;
    }
    if (std::none_of(error.params.begin(), error.params.end(), [](const auto& p) { return p.first == "value"; }))
        error.params.emplace_back("value", std::string(text.substr(0, 80)));
    const bool left = plan_.mapping.leave_wrong;
    if (left) out.emptied.push_back(&field);
    out.issues.push_back({&field, std::move(error), !left});
}

bool RowReader::is_wanted(const SourceRow& row) const {
    const auto one_of = [](const std::vector<std::string>& texts, std::string_view cell) {
        const std::string wanted = text::fold(cell);
        return std::any_of(texts.begin(), texts.end(), [&](const auto& text) { return text::fold(text) == wanted; });
    };
    return std::all_of(plan_.mapping.rows.begin(), plan_.mapping.rows.end(), [&](const RowCondition& condition) {
        const auto at = static_cast<std::size_t>(condition.column);
        const std::string_view cell = at < row.cells.size() ? text::trim(row.cells[at]) : std::string_view();
        return (!condition.filled || !cell.empty()) && (condition.in.empty() || one_of(condition.in, cell)) && !one_of(condition.not_in, cell);
    });
}

}  // namespace kith::imports
