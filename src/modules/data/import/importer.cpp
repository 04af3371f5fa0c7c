#include "modules/data/import/importer.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "modules/data/import/csv_writer.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::Object;
using records::Values;

constexpr std::int64_t kLookedAt = 1000;  // rows held against what is there
const records::WriteOptions kBulk{.without_after_hooks = true, .as_rule = false, .version = {}, .seen = {}};

Error unknown_reference(const ReferenceText& reference, std::string_view code) {
    return {ErrorKind::Invalid, std::string(code), {{"value", reference.text.substr(0, 80)}, {"object", reference.field->relation_to}}};
}

std::string value_of(const Error& error) {
    for (const auto& [name, value] : error.params)
        if (name == "value") return value;
    return "";
}

}  // namespace

Importer::Importer(records::Workspace& workspace, const ReadPlan& plan, Job& job, std::string language)
    : workspace_(workspace), plan_(plan), job_(job), language_(std::move(language)), references_(workspace),
      matcher_(*plan.object, plan.mapping.match, plan.of_constants.country), failed_(job.failed_path, job.place.failed_bytes) {
    for (const auto& rule : plan.mapping.match.rules)
        for (const auto& name : rule.fields)
            if (const Field* field = plan.object->field(name)) matches_by_references_ = matches_by_references_ || field->is_reference();
    for (const auto& problem : job.problems) ++samples_[problem.code + " " + problem.field];
    kept_samples_ = samples_;
}

std::string Importer::words_of(const RowIssue& issue) const {
    Params params = issue.error.params;
    for (auto& [name, value] : params) {
        if (name != "object") continue;
        if (const auto* object = plan_.schema->find(value)) value = text::lower_ascii(records::label_in(object->label, language_));
    }
    std::string text = i18n::text(language_, issue.error.code, params);
    if (issue.field == nullptr) return text;
    return std::string(records::label_in(issue.field->label, language_)) + ": " + text;
}

void Importer::note(std::int64_t row, const RowIssue& issue) {
    const std::string field = issue.field == nullptr ? "" : issue.field->name;
    int& seen = samples_[issue.error.code + " " + field];
    if (++seen > kSamplesOfOne || job_.problems.size() >= kMostProblems) return;
    job_.problems.push_back({row, field, issue.error.code, words_of(issue), value_of(issue.error), issue.fails, issue.candidates});
}

Importer::Row Importer::fail(ParsedRow& row) {
    std::string reasons;
    for (const auto& issue : row.issues) {
        if (!issue.fails) continue;
        if (!reasons.empty()) reasons += "; ";
        reasons += words_of(issue);
    }
    if (failed_.is_wanted()) {
        std::string cell;
        const std::string_view one[] = {reasons};
        append_csv_row(cell, one);
        const auto columns = std::max<std::size_t>(plan_.columns.size(), 1);
        // A short row gets its missing cells, so that the reason stands in the column after the last.
        std::size_t cells = 1;
        bool quoted = false;
        for (const char c : row.line) {
            quoted = quoted != (c == '"');
            cells += !quoted && c == ',';
        }
        failed_lines_ += row.line;
        failed_lines_.append(cells < columns ? columns - cells : 0, ',');
        failed_lines_ += ',';
        failed_lines_ += cell;
    }
    return Row::Failed;
}

Result<void> Importer::take(records::Writer& writer, RowReader::Batch& batch) {
    for (auto& row : batch) {
        if (row.left_out) {
            for (const auto& issue : row.issues) note(row.number, issue);
            continue;
        }
        ++job_.counts.rows;
        const Row became = take_row(writer, row);
        for (const auto& issue : row.issues) note(row.number, issue);
        switch (became) {
            case Row::Created: ++job_.counts.created; break;
            case Row::Updated: ++job_.counts.updated; break;
            case Row::Skipped: ++job_.counts.skipped; break;
            case Row::Failed: ++job_.counts.failed; break;
        }
    }
    if (!batch.empty()) job_.place.row = batch.back().number;
    keep_later(writer.sql());
    KITH_CHECK(failed_.add(failed_lines_.empty() || failed_.length() > 0 ? "" : failed_header(), failed_lines_));
    failed_lines_.clear();
    job_.place.failed_bytes = failed_.length();
    return {};
}

Importer::Row Importer::take_row(records::Writer& writer, ParsedRow& row) {
    std::vector<ReferenceText> later;
    if (row.fails()) return fail(row);
    const Match& match = plan_.mapping.match;
    // What a row refers to is neither looked for nor made where the row is skipped.
    Id known = match.none() || matches_by_references_ ? Id{} : matched(writer, row);
    if (row.fails()) return fail(row);
    const auto is_skipped = [&] { return known.is_set() && match.then == Then::Skip; };
    if (is_skipped()) {
        sample(writer, row.number, Row::Skipped, known);
        return Row::Skipped;
    }
    if (auto resolved = resolve(writer, row, later); !resolved || row.fails()) {
        if (!resolved) row.issues.push_back({nullptr, std::move(resolved).error()});
        return fail(row);
    }
    if (matches_by_references_) known = matched(writer, row);
    if (row.fails()) return fail(row);
    if (is_skipped()) {
        sample(writer, row.number, Row::Skipped, known);
        return Row::Skipped;
    }
    if (known.is_set() && match.then == Then::FillEmpty) {
        if (auto left = leave_filled(writer, known, row, later); !left) {
            row.issues.push_back({nullptr, std::move(left).error()});
            return fail(row);
        }
    }

    Row became = Row::Created;
    Error error;
    Id id = known;
    bool done = false;
    try {
        if (known.is_set()) {
            const auto logged = writer.written();
            auto version = writer.update(plan_.object->name, known, row.values, kBulk);
            done = version.has_value();
            if (!done) error = std::move(version).error();
            else became = writer.written() == logged ? Row::Skipped : Row::Updated;
        } else {
            // Said to be something that could not be taken: a default would be made up.
            for (const auto* field : row.emptied)
                if (plan_.mapping.leave_wrong && !field->required && row.values.find(field->name) == nullptr) row.values.set(field->name, records::FieldValue());
            if (look_alike_) look_for_alikes(writer, row);
            auto created = writer.create(plan_.object->name, row.values, kBulk);
            done = created.has_value();
            if (!done) error = std::move(created).error();
            else id = *created;
        }
    } catch (const db::UniqueViolation&) {
        error = {ErrorKind::Invalid, "field.not_unique"};
    }
    if (!done) {
        for (auto& field : error.fields)
            row.issues.push_back({plan_.object->field(field.field), {ErrorKind::Invalid, field.code, field.params}});
        if (error.fields.empty()) row.issues.push_back({nullptr, std::move(error)});
        return fail(row);
    }
    if (became == Row::Created) references_.added(*plan_.object, id, row.values);
    if (!match.none() && became != Row::Skipped) matcher_.wrote(id, row.values);
    for (auto& reference : later) later_.push_back({id, row.number, std::move(reference)});
    sample(writer, row.number, became, id);
    return became;
}

void Importer::look_for_alikes(records::Writer& writer, ParsedRow& row) {
    if (job_.outcome.looked_at >= kLookedAt) return;
    ++job_.outcome.looked_at;
    const auto ids = look_alike_(writer, row.values);
    if (ids.empty()) return;
    ++job_.outcome.alike;
    auto candidates = writer.titles(plan_.object->name, std::span(ids).first(1));
    if (candidates.empty()) return;
    const Error error{ErrorKind::Invalid, "import.looks_alike", {{"value", candidates.front().second}}};
    row.issues.push_back({nullptr, error, false, std::move(candidates)});
}

void Importer::sample(records::Writer& writer, std::int64_t row, Row became, Id id) {
    auto& rows = became == Row::Created ? job_.outcome.created : became == Row::Updated ? job_.outcome.updated : job_.outcome.skipped;
    if (rows.size() >= Outcome::kMost) return;
    const Id ids[] = {id};
    const auto titles = writer.titles(plan_.object->name, ids);
    Outcome::Row out{row, became == Row::Created && job_.dry_run ? Id{} : id, titles.empty() ? std::string() : titles.front().second};
    const auto changes = became == Row::Updated ? writer.changes_of(id, 0, 1) : std::vector<records::Change>();
    if (const auto fields = changes.empty() ? json::Value() : json::parse(changes.front().fields_json).value_or(json::Value()); fields.object() != nullptr)
        for (const auto& [name, both] : *fields.object()) {
            const Field* field = plan_.object->field(name);
            if (field == nullptr || !field->readers.contains(writer.actor().role) || both.array() == nullptr || both.array()->size() != 2) continue;
            out.changes.push_back({name, json::write((*both.array())[0]), json::write((*both.array())[1])});
        }
    rows.push_back(std::move(out));
}

Result<void> Importer::resolve(records::Writer& writer, ParsedRow& row, std::vector<ReferenceText>& later) {
    for (auto& reference : row.references) {
        if (reference.field->target == plan_.object) {
            const auto answer = look_up(writer, reference, reference.text);
            if (answer.found == References::Found::None) {
                later.push_back(std::move(reference));
                continue;
            }
        }
        const auto* pipeline = reference.field->target->name == "stage" ? row.values.find("pipeline") : nullptr;
        const auto* given = pipeline == nullptr ? nullptr : std::get_if<Id>(pipeline);
        const Id id = resolve_one(writer, reference, row.issues, given == nullptr ? Id{} : *given);
        if (id.is_set()) row.values.set(reference.field->name, id);
        else row.emptied.push_back(reference.field);
    }
    return {};
}

References::Answer Importer::look_up(records::Writer& writer, const ReferenceText& reference, std::string_view text, Id pipeline) {
    const Object& target = *reference.field->target;
    if (pipeline.is_set() && reference.by.empty()) return references_.find_stage_of(writer.sql(), pipeline, text);
    if (reference.ids_of.empty()) return references_.find(writer.sql(), target, reference.by, text);
    const auto known = references_.find(writer.sql(), target, "external_id", reference.ids_of + ":" + std::string(text));
    return known.found != References::Found::None ? known : references_.find(writer.sql(), target, "", text);
}

Id Importer::resolve_one(records::Writer& writer, const ReferenceText& reference, std::vector<RowIssue>& issues, Id pipeline) {
    const bool fails = !plan_.mapping.leave_missing;
    auto answer = look_up(writer, reference, reference.text, pipeline);
    if (answer.found == References::Found::None) {
        // "9002;9999": a list where the field takes one
        const auto parts = split_list(reference.text, false);
        for (const auto part : parts) {
            if (parts.size() < 2) break;
            answer = look_up(writer, reference, part);
            if (answer.found != References::Found::One) continue;
            issues.push_back({reference.field, {ErrorKind::Invalid, "import.took_one", {{"value", reference.text.substr(0, 80)}, {"taken", std::string(part)}}}, false});
            break;
        }
    }
    if (answer.found == References::Found::One) return answer.id;
    if (answer.found == References::Found::None && !reference.name.empty()) {  // an id that is not there: by its name
        ReferenceText named{reference.field, "", reference.create, reference.name};
        return resolve_one(writer, named, issues, pipeline);
    }
    if (answer.found == References::Found::Several) {
        issues.push_back({reference.field, unknown_reference(reference, "import.ambiguous_reference"), fails});
        return {};
    }
    if (!reference.create || !reference.ids_of.empty()) {
        issues.push_back({reference.field, unknown_reference(reference, "import.unknown_reference"), fails});
        return {};
    }
    auto made = create_missing(writer, reference, pipeline);
    if (made) return *made;
    Error error = std::move(made).error();
    if (!error.fields.empty()) error = {ErrorKind::Invalid, error.fields.front().code, error.fields.front().params};
    issues.push_back({reference.field, std::move(error), fails});
    return {};
}

Result<Id> Importer::default_pipeline(records::Writer& writer) {
    const Object& pipeline = *plan_.schema->find("pipeline");
    auto rows = writer.sql().query("select id from " + pipeline.table + " where binned_at is null order by is_default desc, position, id limit 1");
    if (rows.next()) return rows->id(0);
    return writer.create("pipeline", {{"name", std::string(records::label_in(pipeline.label, language_))}, {"is_default", true}}, kBulk);
}

/// Behind the open stages, which the closing ones make room for; a closing one behind all.
Result<std::int64_t> Importer::next_position(records::Writer& writer, Id pipeline, std::string_view kind) {
    std::int64_t last_open = 0;
    std::int64_t last = 0;
    std::vector<std::pair<Id, std::int64_t>> closing;
    const std::string& table = plan_.schema->find("stage")->table;
    {
        auto rows = writer.sql().query("select id, coalesce(position, 0), kind from " + table + " where pipeline = $1 and binned_at is null", pipeline);
        while (rows.next()) {
            last = std::max(last, rows->integer(1));
            if (rows->text(2) == "open") last_open = std::max(last_open, rows->integer(1));
            else closing.emplace_back(rows->id(0), rows->integer(1));
        }
    }
    if (!kind.empty()) return last + 1;
    const bool in_the_way = std::any_of(closing.begin(), closing.end(), [&](const auto& stage) { return stage.second <= last_open + 1; });
    for (const auto& [id, position] : closing)
        if (in_the_way) KITH_CHECK(writer.update("stage", id, {{"position", position + last_open + 1}}, kBulk));
    return last_open + 1;
}

/// What is referred to and not there, with no more than its name; a stage is one of the row's pipeline or the
/// default one, and whom others report to is a manager.
Result<Id> Importer::create_missing(records::Writer& writer, const ReferenceText& reference, Id pipeline) {
    const Object& target = *reference.field->target;
    Values values{{target.title_field, reference.text}};
    const Field* by = target.field(reference.by);
    if (by != nullptr && by->name != target.title_field) {
        KITH_TRY(auto value, read_cell(*by, reference.text, plan_.of_constants));
        values.set(by->name, std::move(value));
    }
    if (target.name == "user" && reference.field->name == "manager") values.set("role", std::string("manager"));
    if (target.name == "user" && plan_.mapping.inactive_users) values.set("active", false);
    if (target.name == "stage") {
        if (!pipeline.is_set()) {
            KITH_TRY(pipeline, default_pipeline(writer));
        }
        values.set("pipeline", pipeline);
        KITH_TRY(const std::int64_t position, next_position(writer, pipeline, stage_kind(reference.text)));
        values.set("position", position);
        if (const auto kind = stage_kind(reference.text); !kind.empty()) values.set("kind", std::string(kind));
    }
    KITH_TRY(const Id id, writer.create(target.name, values, kBulk));
    references_.added(target, id, values);
    job_.outcome.made(target.name, reference.text);
    return id;
}

Id Importer::matched(records::Writer& writer, ParsedRow& row) {
    const auto found = matcher_.find(writer, references_, row);
    if (found.ids.empty()) return {};
    const bool anyway = plan_.mapping.match.then == Then::Create;
    if (found.ids.size() == 1 && !anyway) return found.ids.front();
    if (anyway && samples_["import.created_anyway " + found.field] >= kSamplesOfOne) return {};  // no more are told
    auto candidates = writer.titles(plan_.object->name, found.ids);
    std::string records;
    for (const auto& [id, title] : candidates) records += (records.empty() ? "" : ", ") + title + " (" + id.to_string() + ")";
    if (records.empty()) records = "…";
    row.issues.push_back({plan_.object->field(found.field),
                          {ErrorKind::Invalid, anyway ? "import.created_anyway" : "import.ambiguous_match", {{"value", found.text.substr(0, 80)}, {"records", records}}},
                          !anyway, std::move(candidates)});
    return {};
}

Result<void> Importer::leave_filled(records::Writer& writer, Id known, ParsedRow& row, std::vector<ReferenceText>& later) {
    KITH_TRY(const records::Record before, writer.get(plan_.object->name, known));
    std::vector<std::string> filled;
    for (const auto& [name, value] : row.values)
        if (!records::is_empty(before[name])) filled.push_back(name);
    for (const auto& name : filled) row.values.remove(name);
    std::erase_if(later, [&](const auto& reference) { return !records::is_empty(before[reference.field->name]); });
    // A name that is there is not composed anew of parts that were missing.
    for (const Field& field : plan_.object->fields)
        if (!field.compose.empty() && !records::is_empty(before[field.name])) row.values.set(field.name, before[field.name]);
    return {};
}

void Importer::keep_later(db::Transaction& tx) {
    if (later_.empty()) return;
    std::string refs;
    json::Writer out(refs);
    out.begin_array();
    for (const auto& [record, row, reference] : later_)
        out.begin_object().member("record", record).member("row", row).member("field", std::string_view(reference.field->name))
            .member("by", std::string_view(reference.by)).member("create", reference.create).member("text", std::string_view(reference.text))
            .member("ids_of", reference.ids_of).member("name", reference.name).end_object();
    out.end_array();
    tx.execute("insert into import_later (import, part, refs) values ($1, $2, $3)", job_.id, job_.place.row, refs);
    later_.clear();
}

Result<bool> Importer::join_later_rows(records::Writer& writer) {
    std::int64_t part = 0;
    std::string refs;
    {
        auto rows = writer.sql().query("select part, refs from import_later where import = $1 order by part limit 1", job_.id);
        if (!rows.next()) return false;
        part = rows->integer(0);
        refs = rows->string(1);
    }
    KITH_TRY(const json::Value list, json::parse(refs));
    for (const auto& item : *list.array()) {
        const Field* field = plan_.object->field(item.text("field"));
        if (field == nullptr) continue;  // removed while the import stood still
        Later later{Id::parse(item.text("record")).value_or(Id{}), 0, {field, std::string(item.text("by")), false, std::string(item.text("text")), std::string(item.text("ids_of")), std::string(item.text("name"))}};
        if (const auto* row = item["row"].integer()) later.row = *row;
        if (const auto* create = item["create"].boolean()) later.reference.create = *create;
        KITH_CHECK(join(writer, later));
    }
    writer.sql().execute("delete from import_later where import = $1 and part = $2", job_.id, part);
    return true;
}

Result<void> Importer::join(records::Writer& writer, const Later& later) {
    const auto& [record, row, reference] = later;
    std::vector<RowIssue> issues;
    const Id id = resolve_one(writer, reference, issues);
    for (auto& issue : issues) {
        issue.fails = false;  // the row is there already; only what it refers to is missing
        note(row, issue);
    }
    if (!id.is_set() || id == record) return {};
    auto updated = writer.update(plan_.object->name, record, {{reference.field->name, id}}, kBulk);
    if (!updated) note(row, {reference.field, std::move(updated).error(), false});
    return {};
}

std::string Importer::failed_header() const {
    std::vector<std::string> names;
    for (const auto& column : plan_.columns)
        names.push_back(column.name.empty() ? i18n::text(language_, "import.column", {{"number", std::to_string(column.index + 1)}}) : column.name);
    names.push_back(i18n::text(language_, "import.reason"));
    std::string header;
    const std::vector<std::string_view> views(names.begin(), names.end());
    append_csv_row(header, views);
    return header;
}

void Importer::keep_chunk() {
    kept_samples_ = samples_;
    failed_.keep();
}

void Importer::drop_chunk() {
    later_.clear();
    samples_ = kept_samples_;
    failed_lines_.clear();
    failed_.drop();
    references_.forget();
    matcher_.forget();
}

}  // namespace kith::imports
