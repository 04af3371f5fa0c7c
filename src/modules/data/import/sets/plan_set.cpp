#include "modules/data/import/sets/plan_set.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "base/i18n.hpp"
#include "modules/data/import/offer_fields.hpp"

namespace kith::imports {

namespace {

/// What is referred to comes before what refers to it.
constexpr std::array<std::string_view, 14> kOrder{"team", "user", "product", "pipeline", "stage", "account", "contact", "deal",
                                                  "order", "order_line", "subscription", "activity", "note", "tag"};

/// Of one object the leads' companies come last, as they join those that are there by name.
std::size_t rank_of(const PlannedPart& part) {
    const auto at = static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), part.mapping.object) - kOrder.begin());
    const bool fills = part.mapping.match.then == Then::FillEmpty;
    return at * 2 + (fills ? 1 : 0) + (part.known ? 0 : 2 * (kOrder.size() + 1));
}

std::vector<std::string> left_out(const Preview& seen, const Mapping& mapping) {
    auto used = used_columns(mapping, seen.columns);
    if (seen.known)
        for (const int column : seen.known->ignored) used[static_cast<std::size_t>(column)] = true;
    std::vector<std::string> out;
    for (const auto& column : seen.columns)
        if (!used[static_cast<std::size_t>(column.index)] && column.profile.filled() > 0) out.push_back(column.name);
    return out;
}

class Planner {
public:
    Planner(const records::Schema& schema, std::string_view language) : schema_(schema), language_(language) {}

    Result<void> add(std::size_t index, const SetFile& file) {
        auto first = look(file, {});
        if (!first) {
            Error error = std::move(first).error();
            if (std::none_of(error.params.begin(), error.params.end(), [](const auto& param) { return param.first == "file"; })) error.params.emplace_back("file", file.name);
            return error;
        }
        const bool several = first->file.entries.size() > 1 || first->file.sheets.size() > 1;
        if (!several || !add_known(index, file, *first)) add_parts(index, file, *first, {}, file.name);
        return {};
    }

    SetPlan finish() {
        std::stable_sort(plan_.parts.begin(), plan_.parts.end(), [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); });
        return std::move(plan_);
    }

private:
    [[nodiscard]] Result<Preview> look(const SetFile& file, json::Object dialect) const {
        ImportWish wish;
        wish.path = file.path;
        wish.dialect = std::move(dialect);
        return preview(schema_, wish, file.name);
    }

    /// The known exports among a zip's files or a workbook's sheets; false when there are none.
    bool add_known(std::size_t index, const SetFile& file, const Preview& first) {
        const bool zip = first.file.entries.size() > 1;
        bool any = false;
        std::vector<std::string> others;
        for (const auto& name : zip ? first.file.entries : first.file.sheets) {
            json::Object dialect{{zip ? "entry" : "sheet", name}};
            const auto seen = look(file, dialect);
            const std::string whole = file.name + "/" + name;
            if (seen && seen->known) {
                any = true;
                add_parts(index, file, *seen, std::move(dialect), whole);
            } else if (seen) {
                others.push_back(whole);
            } else {
                others.push_back(whole + ": " + i18n::text(language_, seen.error().code, seen.error().params));
            }
        }
        if (any) plan_.unread.insert(plan_.unread.end(), others.begin(), others.end());
        return any;
    }

    void add_parts(std::size_t index, const SetFile& file, const Preview& seen, json::Object dialect, const std::string& name) {
        const std::size_t count = seen.known ? seen.known->parts.size() : 1;
        for (std::size_t i = 0; i < count; ++i) {
            PlannedPart part;
            part.file = index;
            part.name = name.empty() ? file.name : name;
            part.detected = seen.file;
            part.columns = seen.columns;
            part.mapping = seen.known ? seen.known->parts[i] : seen.chosen.mapping;
            if (seen.known) part.known = seen.known->known;
            part.part = i;
            part.left_out = left_out(seen, part.mapping);
            part.dialect = dialect;
            plan_.parts.push_back(std::move(part));
        }
    }

    const records::Schema& schema_;
    std::string language_;
    SetPlan plan_;
};

}  // namespace

Result<SetPlan> plan_set(const records::Schema& schema, const std::vector<SetFile>& files, std::string_view language) {
    Planner planner(schema, language);
    for (std::size_t i = 0; i < files.size(); ++i) KITH_CHECK(planner.add(i, files[i]));
    SetPlan plan = planner.finish();
    std::vector<std::vector<std::string>> lasting;
    // Of a file of leads the parts leave out only what none of them takes.
    for (auto& part : plan.parts) {
        std::vector<std::string> out = part.left_out;
        for (const auto& other : plan.parts) {
            if (other.file != part.file || other.name != part.name) continue;
            std::erase_if(out, [&](const auto& name) { return std::find(other.left_out.begin(), other.left_out.end(), name) == other.left_out.end(); });
        }
        lasting.push_back(std::move(out));
    }
    for (std::size_t i = 0; i < lasting.size(); ++i) plan.parts[i].left_out = std::move(lasting[i]);
    return plan;
}

bool gives_several(const SetPlan& plan) { return plan.parts.size() > 1; }

void ask_for_fields(Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns, const std::vector<std::string>& left_out) {
    const auto* object = schema.find(mapping.object);
    if (object == nullptr) return;
    for (auto& field : offer_fields(*object, mapping, columns)) {
        const auto& name = columns[static_cast<std::size_t>(field.column)].name;
        if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) mapping.new_fields.push_back(std::move(field));
    }
}

void allow_creating(Mapping& mapping, const records::Schema& schema, const std::vector<std::string>& objects) {
    const auto* object = schema.find(mapping.object);
    for (auto& target : mapping.columns) {
        const auto* field = object == nullptr ? nullptr : object->field(target.field);
        if (field == nullptr || !field->is_reference()) continue;
        target.create = target.create || std::find(objects.begin(), objects.end(), field->target->name) != objects.end();
    }
}

}  // namespace kith::imports
