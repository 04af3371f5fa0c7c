#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Runs a fuzz target over the files of a folder, without a fuzzer. A crash names the last file. With a number of
/// seconds, a target that changes inputs by itself goes on with what it makes of them; with another first number
/// it makes other things.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) __attribute__((weak));

namespace {

using Bytes = std::vector<std::uint8_t>;

void go_on(std::vector<Bytes> inputs, int seconds, unsigned seed) {
    constexpr std::size_t kMost = 20'000;
    constexpr std::size_t kMostInputs = 2000;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    long runs = 0;
    for (; std::chrono::steady_clock::now() < until; ++runs, ++seed) {
        Bytes next = inputs[seed % inputs.size()];
        next.resize(kMost);
        next.resize(LLVMFuzzerCustomMutator(next.data(), inputs[seed % inputs.size()].size(), kMost, seed));
        LLVMFuzzerTestOneInput(next.data(), next.size());
        if (inputs.size() < kMostInputs) inputs.push_back(std::move(next));
        else inputs[seed * 2654435761U % kMostInputs] = std::move(next);
    }
    std::printf("%ld changed inputs\n", runs);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4 || !std::filesystem::is_directory(argv[1])) {
        std::fprintf(stderr, "usage: %s FOLDER [SECONDS [SEED]]\n", argv[0]);
        return 2;
    }
    int files = 0;
    std::vector<Bytes> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        std::fprintf(stderr, "%s\n", entry.path().c_str());
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        // A copy of exact size, so that reading past the end is seen by a sanitizer.
        const Bytes exact(bytes.begin(), bytes.end());
        LLVMFuzzerTestOneInput(exact.data(), exact.size());
        inputs.push_back(exact);
        ++files;
    }
    std::printf("%d inputs\n", files);
    if (argc > 2 && LLVMFuzzerCustomMutator != nullptr && files > 0)
        go_on(std::move(inputs), std::atoi(argv[2]), argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 1);
    return files > 0 ? 0 : 1;
}
